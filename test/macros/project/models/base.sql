{{ source_rows() }}
