// One hook for the whole process, and a mark for each thread.
#include "io/json/json_memory.h"

#include <jansson.h>
#include <pthread.h>
#include <stdlib.h>

static _Thread_local bool lacked;

static void *watched_malloc(size_t size) {
    void *const block = malloc(size);
    lacked = lacked || !block;
    return block;
}

static void set_hook(void) {
    json_set_alloc_funcs(watched_malloc, free);
}

void wt_json_watch_memory(void) {
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, set_hook);
}

bool wt_json_lacked_memory(bool lacks) {
    const bool before = lacked;
    lacked = lacks;
    return before;
}
