import pandas
"""module doc dbt.ref('nope')"""
def model(dbt, session):
    dbt.config(
        materialized="incremental", submission_method='x', timeout=1_00, tags=["a", "b"],  # a, comment)
        d={"a": {"b": [1, 2]}}, neg=-1.5, s="a" 'b\n\u00e9', t=True, n=None, h=0x1F, e=1e3,
        raw=r"\d", trip="""x
y""", tup=(1, (2,)), empty={}, nested=[{"k": (None, -2)}],
    )
    return dbt.ref('o')
