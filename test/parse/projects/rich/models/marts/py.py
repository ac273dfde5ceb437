import pandas as pd

def helper(x):
    return x

def model(dbt, session):
    dbt.config(materialized="table", packages=["numpy==1.0", 'pandas'], tags=['py'], meta={'k': [1, 2, None, True, 1.5, -3]})
    a = dbt.ref("stg_two")
    b = dbt.ref("dim", v=1)
    c = dbt.source("raw", "t1")
    d = dbt.config.get("custom", "dflt")
    e = dbt.config.get("other")
    f = dbt.config.meta_get("k")
    # dbt.ref("commented")
    s = "dbt.ref('in_string')"
    return a
