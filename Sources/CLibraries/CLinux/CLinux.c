#define _GNU_SOURCE
#include "CLinux.h"
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/vfs.h>
#include <unistd.h>

int weir_set_timer_slack(unsigned long nanoseconds) {
    return prctl(PR_SET_TIMERSLACK, nanoseconds, 0, 0, 0);
}

int weir_set_thread_name(const char *name) { return prctl(PR_SET_NAME, name, 0, 0, 0); }

static atomic_int interrupts;

static void count_interrupt(int signal) {
    (void)signal;
    if (atomic_fetch_add_explicit(&interrupts, 1, memory_order_relaxed) > 0) {
        _exit(130);
    }
}

int weir_catch_interrupts(void) {
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = count_interrupt;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    if (sigaction(SIGINT, &action, 0) != 0) {
        return -1;
    }
    return sigaction(SIGTERM, &action, 0);
}

int weir_interrupt_count(void) { return atomic_load_explicit(&interrupts, memory_order_relaxed); }

int weir_usable_cpus(void) {
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) != 0) {
        return -1;
    }
    return CPU_COUNT(&set);
}

int weir_stat_file_system(const char *path, struct weir_file_system *result) {
    struct statfs status;
    if (statfs(path, &status) != 0) {
        return -1;
    }
    result->magic = (uint32_t)status.f_type;
    result->block_bytes = (uint64_t)status.f_bsize;
    result->blocks = status.f_blocks;
    result->blocks_available = status.f_bavail;
    return 0;
}

int weir_sync_file_system(int descriptor) { return syncfs(descriptor); }
