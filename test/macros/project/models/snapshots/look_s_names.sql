select * exclude (sid, ua, vf, vt), vt is null as is_open from {{ ref('s_names') }}
