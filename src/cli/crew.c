// A crew of lanes.
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
    uint64_t first; // chunk
    bool full;      // the lane holds a chunk that waits to be written
    bool failed;
} hand;

struct crew {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    const wt_piece *piece;
    const wt_target *target;
    hand *hands;
    int n;
    bool stop;
};

// Wait until the hand's last chunk was taken. False: the crew stops.
static bool wait_for_room(hand *h) {
    crew *c = h->crew;
    pthread_mutex_lock(&c->lock);
    while (h->full && !c->stop) {
        pthread_cond_wait(&c->changed, &c->lock);
    }
    const bool go_on = !c->stop;
    pthread_mutex_unlock(&c->lock);
    return go_on;
}

static void hand_over(hand *h, bool ok) {
    pthread_mutex_lock(&h->crew->lock);
    h->full = true;
    h->failed = !ok;
    pthread_cond_broadcast(&h->crew->changed);
    pthread_mutex_unlock(&h->crew->lock);
}

static void *work(void *context) {
    hand *h = context;
    const wt_piece *piece = h->crew->piece;
    const uint64_t stride = (uint64_t)h->crew->n * WT_CHUNK;
    bool ok = true;
    for (uint64_t frame = h->first * WT_CHUNK; ok && frame < piece->frames; frame += stride) {
        if (!wait_for_room(h)) {
            break;
        }
        ok = wt_lane_seek(&h->lane, frame) &&
             wt_lane_fill(&h->lane, piece, wt_chunk_frames(piece, frame));
        hand_over(h, ok);
    }
    return NULL;
}

static bool take(crew *c, hand *h, size_t n, wt_sound_out *out, wt_fault *fault) {
    pthread_mutex_lock(&c->lock);
    while (!h->full) {
        pthread_cond_wait(&c->changed, &c->lock);
    }
    const bool failed = h->failed;
    pthread_mutex_unlock(&c->lock);
    if (failed) {
        wt_fault_memory(fault);
        return false;
    }
    const bool ok = !out || wt_sound_out_write(out, h->lane.samples, n) == WT_OK;
    pthread_mutex_lock(&c->lock);
    h->full = false;
    pthread_cond_broadcast(&c->changed);
    pthread_mutex_unlock(&c->lock);
    return ok;
}

static bool write_in_order(crew *c, wt_sound_out *out, wt_fault *fault) {
    int turn = 0;
    for (uint64_t frame = 0; frame < c->piece->frames; frame += WT_CHUNK) {
        const size_t n = wt_chunk_frames(c->piece, frame);
        if (!take(c, &c->hands[turn], n, out, fault)) {
            return false;
        }
        wt_meter_advance(c->target->meter, n, NULL);
        turn = (turn + 1) % c->n;
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
    pthread_cond_broadcast(&c->changed);
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

static int make_lanes(crew *c, const wt_sound *sound, wt_library *library, wt_fault *fault) {
    int made = 0;
    while (made < c->n &&
           wt_lane_make(&c->hands[made].lane, c->piece, sound, library, c->target, fault)) {
        c->hands[made].crew = c;
        c->hands[made].first = (uint64_t)made;
        ++made;
    }
    return made;
}

bool wt_crew_run(int threads, const wt_piece *piece, const wt_sound *sound, wt_library *library,
                 const wt_target *target, wt_sound_out *out, wt_result *result, wt_fault *fault) {
    crew c = {.lock = PTHREAD_MUTEX_INITIALIZER,
              .changed = PTHREAD_COND_INITIALIZER,
              .piece = piece,
              .target = target,
              .hands = calloc((size_t)threads, sizeof(hand)),
              .n = threads};
    *result = (wt_result){0};
    if (!c.hands) {
        wt_fault_memory(fault);
        return false;
    }
    const int made = make_lanes(&c, sound, library, fault);
    bool ok = made == threads;
    if (ok) {
        const int started = start_threads(&c);
        if (started == threads) {
            ok = write_in_order(&c, out, fault);
        } else {
            wt_fault_set(fault, WT_EXIT_RESOURCE, "--jobs",
                         "the system gives no more threads (ask for fewer with -j)");
            ok = false;
        }
        stop_and_join(&c, started);
        collect(&c, result);
    }
    for (int i = 0; i < made; ++i) {
        wt_lane_free(&c.hands[i].lane);
    }
    free(c.hands);
    return ok;
}
