#pragma once

/// Tells the processor that the memory at address will be read and written soon, and waits for
/// nothing. Any address is allowed.
static inline void weir_prefetch(const void *address) { __builtin_prefetch(address, 1, 3); }
