def model(dbt, session):
    if dbt.is_incremental:
        x = dbt.this
    for i in ["a"]:
        y = dbt.ref("python", "q")
    def inner():
        return dbt.source('s', 't')
    w = f"it's {dbt.ref('o')}"
    u = dbt.config.get('k')
    uu = dbt.config.get('k2', {'a': 1})
    m = dbt.config.meta_get('mk', 'dd')
    # dbt.ref('commented')
    return dbt.ref('q')
