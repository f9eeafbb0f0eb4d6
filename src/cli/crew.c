// A crew of lanes.
//
// Whoever is free takes the next chunk, so that nobody waits for a slower one; chunks that are
// done wait in a ring for their turn to be written, so that nobody waits for the writer.
#include "cli/crew.h"

#include "cli/lane.h"

#include <pthread.h>
#include <signal.h>
#include <stdlib.h>

typedef struct crew crew;

typedef struct {
    crew *crew;
    wt_lane lane;
    pthread_t thread;
} hand;

// A place of the ring: chunk c stands in place c % n_places.
typedef struct {
    void *samples;
    bool full;
} place;

struct crew {
    pthread_mutex_t lock;
    pthread_cond_t room, done; // for a chunk in the ring; of a chunk in the ring
    const wt_piece *piece;
    const wt_target *target;
    hand *hands;
    int n;
    place *places;
    uint64_t n_places;
    uint64_t next;    // chunk that nobody has taken
    uint64_t written; // chunks: those from here on may stand in the ring
    bool failed, stop;
};

static uint64_t chunks_of(const wt_piece *piece) {
    return (piece->frames + WT_CHUNK - 1) / WT_CHUNK;
}

// Take the next chunk once it may stand in the ring. False: there is nothing more to do.
static bool take(crew *c, uint64_t *chunk) {
    pthread_mutex_lock(&c->lock);
    *chunk = c->next++;
    const bool any = *chunk < chunks_of(c->piece);
    while (any && !c->stop && *chunk >= c->written + c->n_places) {
        pthread_cond_wait(&c->room, &c->lock);
    }
    const bool go_on = any && !c->stop;
    pthread_mutex_unlock(&c->lock);
    return go_on;
}

// The lane gets the place's old room for its next chunk.
static void hand_over(hand *h, uint64_t chunk, bool ok) {
    crew *c = h->crew;
    place *p = &c->places[chunk % c->n_places];
    pthread_mutex_lock(&c->lock);
    void *samples = p->samples;
    p->samples = h->lane.samples;
    h->lane.samples = samples;
    p->full = true;
    c->failed = c->failed || !ok;
    pthread_cond_signal(&c->done);
    pthread_mutex_unlock(&c->lock);
}

static void *work(void *context) {
    hand *h = context;
    const wt_piece *piece = h->crew->piece;
    bool ok = true;
    uint64_t chunk;
    while (ok && take(h->crew, &chunk)) {
        const uint64_t frame = chunk * WT_CHUNK;
        ok = wt_lane_seek(&h->lane, frame) &&
             wt_lane_fill(&h->lane, piece, wt_chunk_frames(piece, frame));
        hand_over(h, chunk, ok);
    }
    return NULL;
}

// Wait for a chunk. Null: some lane failed.
static place *wait_for(crew *c, uint64_t chunk) {
    place *p = &c->places[chunk % c->n_places];
    pthread_mutex_lock(&c->lock);
    while (!p->full && !c->failed) {
        pthread_cond_wait(&c->done, &c->lock);
    }
    const bool failed = c->failed;
    pthread_mutex_unlock(&c->lock);
    return failed ? NULL : p;
}

// Hands may wait for different places: wake them all.
static void make_room(crew *c, place *p) {
    pthread_mutex_lock(&c->lock);
    p->full = false;
    ++c->written;
    pthread_cond_broadcast(&c->room);
    pthread_mutex_unlock(&c->lock);
}

static bool write_in_order(crew *c, wt_sound_out *out, wt_fault *fault) {
    for (uint64_t chunk = 0; chunk < chunks_of(c->piece); ++chunk) {
        place *p = wait_for(c, chunk);
        if (!p) {
            wt_fault_memory(fault);
            return false;
        }
        const size_t n = wt_chunk_frames(c->piece, chunk * WT_CHUNK);
        if (out && wt_sound_out_write(out, p->samples, n) != WT_OK) {
            return false; // the caller asks the output why
        }
        make_room(c, p);
        wt_meter_advance(c->target->meter, n, NULL);
    }
    return true;
}

// Signals are for the main thread: workers block them.
static int start_threads(crew *c) {
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before);
    int started = 0;
    while (started < c->n &&
           pthread_create(&c->hands[started].thread, NULL, work, &c->hands[started]) == 0) {
        ++started;
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}

static void stop_and_join(crew *c, int started) {
    pthread_mutex_lock(&c->lock);
    c->stop = true;
    pthread_cond_broadcast(&c->room);
    pthread_mutex_unlock(&c->lock);
    for (int i = 0; i < started; ++i) {
        pthread_join(c->hands[i].thread, NULL);
    }
}

static void collect(const crew *c, wt_result *result) {
    *result = (wt_result){.frames = c->piece->frames};
    for (int i = 0; i < c->n; ++i) {
        const wt_quantiser *q = &c->hands[i].lane.quantiser;
        result->clipped += q->clipped;
        result->peak = (double)q->peak > result->peak ? (double)q->peak : result->peak;
    }
}

static bool run(crew *c, wt_sound_out *out, wt_result *result, wt_fault *fault) {
    const int started = start_threads(c);
    bool ok = false;
    if (started == c->n) {
        ok = write_in_order(c, out, fault);
    } else {
        wt_fault_set(fault, WT_EXIT_RESOURCE, "--jobs",
                     "the system gives no more threads (ask for fewer with -j)");
    }
    stop_and_join(c, started);
    collect(c, result);
    return ok;
}

// Return how many lanes were made.
static int make_lanes(crew *c, const wt_sound *sound, wt_library *library, wt_fault *fault) {
    int made = 0;
    while (made < c->n &&
           wt_lane_make(&c->hands[made].lane, c->piece, sound, library, c->target, fault)) {
        c->hands[made].crew = c;
        ++made;
    }
    return made;
}

static bool make_ring(crew *c, wt_fault *fault) {
    for (uint64_t i = 0; i < c->n_places; ++i) {
        c->places[i].samples = wt_lane_room(&c->hands[0].lane);
        if (!c->places[i].samples) {
            wt_fault_memory(fault);
            return false;
        }
    }
    return true;
}

bool wt_crew_run(int threads, const wt_piece *piece, const wt_sound *sound, wt_library *library,
                 const wt_target *target, wt_sound_out *out, wt_result *result, wt_fault *fault) {
    crew c = {.lock = PTHREAD_MUTEX_INITIALIZER,
              .room = PTHREAD_COND_INITIALIZER,
              .done = PTHREAD_COND_INITIALIZER,
              .piece = piece,
              .target = target,
              .hands = calloc((size_t)threads, sizeof(hand)),
              .n = threads,
              .places = calloc(2 * (size_t)threads, sizeof(place)),
              .n_places = 2 * (uint64_t)threads};
    *result = (wt_result){0};
    int made = 0;
    if (c.hands && c.places) {
        made = make_lanes(&c, sound, library, fault);
    } else {
        wt_fault_memory(fault);
    }
    const bool ok = made == threads && make_ring(&c, fault) && run(&c, out, result, fault);
    for (int i = 0; i < made; ++i) {
        wt_lane_free(&c.hands[i].lane);
    }
    for (uint64_t i = 0; c.places && i < c.n_places; ++i) {
        free(c.places[i].samples);
    }
    free(c.places);
    free(c.hands);
    return ok;
}
