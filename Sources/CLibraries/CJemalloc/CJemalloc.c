#include "CJemalloc.h"

extern int mallctl(const char *, void *, size_t *, void *, size_t) __attribute__((weak));

int weir_mallctl(const char *name, void *oldp, size_t *oldlenp, void *newp, size_t newlen) {
    return mallctl ? mallctl(name, oldp, oldlenp, newp, newlen) : -1;
}

int weir_jemalloc_is_linked(void) { return mallctl != 0; }
