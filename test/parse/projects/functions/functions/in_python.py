def main(x):
    return x + {{ var('m', 1) }}
