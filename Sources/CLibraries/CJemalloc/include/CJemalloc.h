#pragma once
#include <stddef.h>

/// jemalloc's control interface, or a null pointer where jemalloc is not linked. Declared weak so
/// that test bundles and sanitizer builds, which must not link jemalloc, still link this.
int weir_mallctl(const char *name, void *oldp, size_t *oldlenp, void *newp, size_t newlen);

/// 1 where jemalloc serves this process, 0 otherwise.
int weir_jemalloc_is_linked(void);
