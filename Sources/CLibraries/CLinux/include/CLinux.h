#pragma once

/// Sets this thread's timer slack in nanoseconds; the kernel's default of 50 µs would show up as
/// latency. Returns 0 on success.
int weir_set_timer_slack(unsigned long nanoseconds);

/// One CPU pause, the body of a spin loop.
static inline void weir_cpu_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}
