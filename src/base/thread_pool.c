// Threads.
#include "base/thread_pool.h"

#include "base/heap.h"

#include <pthread.h>
#include <signal.h>
#include <unistd.h>

enum { MOST = 256 };

typedef struct {
    bool (*work)(void *context);
    void *context;
} task;

static void run(const task *t) {
    while (t->work(t->context)) {
    }
}

static void *run_thread(void *context) {
    wt_heap_begin_thread();
    run(context);
    return NULL;
}

void wt_thread_pool_run(int threads, bool (*work)(void *context), void *context) {
    task t = {work, context};
    const long cores = sysconf(_SC_NPROCESSORS_ONLN);
    const long wanted = threads > 0 ? threads : cores;
    const long others = (wanted < MOST ? wanted : MOST) - 1;
    pthread_t ids[MOST];
    long started = 0;
    sigset_t all, before; // signals are for the main thread
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    while (started < others && pthread_create(&ids[started], NULL, run_thread, &t) == 0) {
        ++started;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    run(&t);
    for (long i = 0; i < started; ++i) {
        pthread_join(ids[i], NULL);
    }
}
