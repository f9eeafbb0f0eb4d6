// Workers in parallel.
//
// Whoever is free takes the next chunk, so that nobody waits for a slower one, and passes over it
// before rendering it, so that where the one behind begins is known; chunks that are done wait in a
// ring for their turn to be written, so that nobody waits for the writer.
#include "app/render/parallel.h"

#include "app/render/worker.h"
#include "base/heap.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

typedef struct team team;

typedef struct {
    team *team;
    wt_worker worker;
    pthread_t thread;
    bool ok;
} member;

// A slot of the ring: chunk c stands in slot c % n_places.
typedef struct {
    void *samples;
    bool full;
} slot;

struct team {
    pthread_mutex_t leading; // one at a time takes a chunk, and passes over it:
    wt_renderer lead;        // at the first frame that nobody has taken
    pthread_mutex_t lock;
    pthread_cond_t room, done; // for a chunk in the ring; of a chunk in the ring
    const wt_sink *sink;
    const wt_time_line *time_line; // of the plan
    member *members;
    int n;
    slot *slots;
    uint64_t n_slots;
    uint64_t next;    // chunk that nobody has taken
    uint64_t written; // chunks: those from here on may stand in the ring
    bool failed, stop;
};

static uint64_t chunks_of(const wt_time_line *time_line) {
    return (time_line->frames + WT_CHUNK - 1) / WT_CHUNK;
}

// Claim the next chunk once it may stand in the ring. False: there is nothing more to do.
static bool claim(team *c, uint64_t *chunk) {
    pthread_mutex_lock(&c->lock);
    *chunk = c->next++;
    const bool any = *chunk < chunks_of(c->time_line);
    while (any && !c->stop && *chunk >= c->written + c->n_slots) {
        pthread_cond_wait(&c->room, &c->lock);
    }
    const bool go_on = any && !c->stop;
    pthread_mutex_unlock(&c->lock);
    return go_on;
}

// Take the next chunk, and pass over it, so that whoever takes the one behind need not.
static bool take(member *h, uint64_t *chunk) {
    team *c = h->team;
    pthread_mutex_lock(&c->leading);
    const bool any = claim(c, chunk);
    if (any) {
        const size_t n = wt_chunk_frames(c->time_line, *chunk * WT_CHUNK);
        h->ok = wt_worker_follow(&h->worker, &c->lead, n);
    }
    pthread_mutex_unlock(&c->leading);
    return any;
}

// The worker gets the slot's old room for its next chunk.
static void hand_over(member *h, uint64_t chunk) {
    team *c = h->team;
    slot *p = &c->slots[chunk % c->n_slots];
    pthread_mutex_lock(&c->lock);
    void *samples = p->samples;
    p->samples = h->worker.samples;
    h->worker.samples = samples;
    p->full = true;
    c->failed = c->failed || !h->ok;
    pthread_cond_signal(&c->done);
    pthread_mutex_unlock(&c->lock);
}

static void *work(void *context) {
    member *h = context;
    const wt_time_line *time_line = h->team->time_line;
    uint64_t chunk;
    wt_heap_begin_thread();
    while (h->ok && take(h, &chunk)) {
        const size_t n = wt_chunk_frames(time_line, chunk * WT_CHUNK);
        h->ok = h->ok && wt_worker_fill(&h->worker, n);
        hand_over(h, chunk);
    }
    return NULL;
}

// Wait for a chunk. Null: some worker failed.
static slot *wait_for(team *c, uint64_t chunk) {
    slot *p = &c->slots[chunk % c->n_slots];
    pthread_mutex_lock(&c->lock);
    while (!p->full && !c->failed) {
        pthread_cond_wait(&c->done, &c->lock);
    }
    const bool failed = c->failed;
    pthread_mutex_unlock(&c->lock);
    return failed ? NULL : p;
}

// Workers may wait for different slots: wake them all.
static void make_room(team *c, slot *p) {
    pthread_mutex_lock(&c->lock);
    p->full = false;
    ++c->written;
    pthread_cond_broadcast(&c->room);
    pthread_mutex_unlock(&c->lock);
}

static bool write_in_order(team *c, wt_fault *fault) {
    for (uint64_t chunk = 0; chunk < chunks_of(c->time_line); ++chunk) {
        slot *p = wait_for(c, chunk);
        if (!p) {
            return wt_fault_memory(fault);
        }
        const size_t n = wt_chunk_frames(c->time_line, chunk * WT_CHUNK);
        if (!wt_sink_take(c->sink, p->samples, n)) {
            return false; // the caller asks the output why
        }
        make_room(c, p);
    }
    return true;
}

// Signals are for the main thread: workers block them.
static int start_threads(team *c) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int started = 0;
    while (started < c->n &&
           pthread_create(&c->members[started].thread, NULL, work, &c->members[started]) == 0) {
        ++started;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

static void stop_and_join(team *c, int started) {
    pthread_mutex_lock(&c->lock);
    c->stop = true;
    pthread_cond_broadcast(&c->room);
    pthread_mutex_unlock(&c->lock);
    for (int i = 0; i < started; ++i) {
        pthread_join(c->members[i].thread, NULL);
    }
}

static void collect(const team *c, int channels, wt_result *result) {
    wt_energy energy = {0};
    *result = (wt_result){.frames = c->time_line->frames, .silent = true};
    for (int i = 0; i < c->n; ++i) {
        const wt_quantiser *q = &c->members[i].worker.quantiser;
        result->clipped += q->clipped;
        result->silent = result->silent && !q->audible;
        result->peak = (double)q->peak > result->peak ? (double)q->peak : result->peak;
        wt_energy_join(&energy, &q->energy);
    }
    result->rms = wt_energy_rms(&energy, result->frames * (uint64_t)channels);
}

static bool run(team *c, wt_fault *fault) {
    const int started = start_threads(c);
    bool ok = false;
    if (started == c->n) {
        ok = write_in_order(c, fault);
    } else {
        wt_fault_set(fault, WT_FAULT_RESOURCE, "--jobs",
                     "the system gives no more threads (ask for fewer with -j)");
    }
    stop_and_join(c, started);
    return ok;
}

// Return how many workers were made.
static int make_workers(team *c, const wt_plan *plan, const wt_sample_format *samples,
                        wt_fault *fault) {
    int made = 0;
    bool ok = true;
    while (ok && made < c->n && wt_worker_make(&c->members[made].worker, plan, samples, fault)) {
        member *h = &c->members[made++];
        h->team = c;
        ok = plan->patches || wt_worker_keep(&h->worker) || wt_fault_memory(fault);
        h->ok = ok;
    }
    return made;
}

static bool make_ring(team *c, wt_fault *fault) {
    if (!wt_worker_lead(&c->members[0].worker, &c->lead)) {
        return wt_fault_memory(fault);
    }
    for (uint64_t i = 0; i < c->n_slots; ++i) {
        c->slots[i].samples = wt_worker_room(&c->members[0].worker);
        if (!c->slots[i].samples) {
            return wt_fault_memory(fault);
        }
    }
    return true;
}

bool wt_render_parallel(int threads, const wt_plan *plan, const wt_sample_format *samples,
                        const wt_sink *sink, wt_result *result, wt_fault *fault) {
    team c = {.leading = PTHREAD_MUTEX_INITIALIZER,
              .lock = PTHREAD_MUTEX_INITIALIZER,
              .room = PTHREAD_COND_INITIALIZER,
              .done = PTHREAD_COND_INITIALIZER,
              .sink = sink,
              .time_line = &plan->time_line,
              .members = calloc((size_t)threads, sizeof(member)),
              .n = threads,
              .slots = calloc(2 * (size_t)threads, sizeof(slot)),
              .n_slots = 2 * (uint64_t)threads};
    *result = (wt_result){0};
    int made = 0;
    if (c.members && c.slots) {
        made = make_workers(&c, plan, samples, fault);
    } else {
        wt_fault_memory(fault);
    }
    const bool ready = made == threads && c.members[made - 1].ok && make_ring(&c, fault);
    const bool ok = ready && run(&c, fault);
    if (ready) {
        collect(&c, samples->channels, result);
    }
    for (int i = 0; i < made; ++i) {
        wt_worker_free(&c.members[i].worker);
    }
    for (uint64_t i = 0; c.slots && i < c.n_slots; ++i) {
        free(c.slots[i].samples);
    }
    free(c.lead.voices);
    free(c.slots);
    free(c.members);
    return ok;
}
