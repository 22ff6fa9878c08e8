#pragma once
#include <stdint.h>

/// Sets this thread's timer slack in nanoseconds; the kernel's default of 50 µs would show up as
/// latency. Returns 0 on success.
int weir_set_timer_slack(unsigned long nanoseconds);

/// Names this thread, by at most 15 bytes. Returns 0 on success.
int weir_set_thread_name(const char *name);

/// Counts SIGINT and SIGTERM from now on instead of ending the process; the second one ends it with
/// exit code 130. In C because a handler may only do what is safe in a signal. Returns 0 on success.
int weir_catch_interrupts(void);

/// How many of those signals have come.
int weir_interrupt_count(void);

/// How many CPUs this process may run on, or -1 where the kernel has more than 1,024.
int weir_usable_cpus(void);

/// A file system, as `statfs` tells it.
struct weir_file_system {
    uint32_t magic;
    uint64_t block_bytes;
    uint64_t blocks;
    /// Blocks that an unprivileged user may still write.
    uint64_t blocks_available;
};

/// Describes the file system that holds path. Returns 0 on success, else -1 and sets errno.
int weir_stat_file_system(const char *path, struct weir_file_system *result);

/// Writes all dirty pages of the file system that holds the open file and waits for it. Returns 0
/// on success, else -1 and sets errno.
int weir_sync_file_system(int descriptor);

/// One CPU pause, the body of a spin loop.
static inline void weir_cpu_pause(void) {
#if defined(__x86_64__)
    __builtin_ia32_pause();
#elif defined(__aarch64__)
    __asm__ volatile("yield");
#endif
}
