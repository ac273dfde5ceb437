select i from range(n) t(i)
