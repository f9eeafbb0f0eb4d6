// Plays live through ALSA: keys of the computer's keyboard, a line of them at a time, are notes.
//
//     cc live.c $(pkg-config --cflags --libs wavetable alsa) -lpthread -o live && ./live [DEVICE]
//
// One thread reads what is typed, another one feeds the sound card. Events pass between them
// through a ring without a lock: each end of it is moved by one thread alone, and told to the other
// by a release store that an acquire load reads. The sound thread allocates, locks and waits for
// nothing but the card.
#include <wavetable/wavetable.h>

#include <alsa/asoundlib.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>

enum { RATE = 48000, FRAMES = 128, VOICES = 16, RING = 256, STORE = 8 << 20 };

typedef struct {
    unsigned id;
    double hz; // 0: let go
} event;

typedef struct {
    event events[RING];
    atomic_uint written, read;
} ring;

static bool ring_push(ring *r, event e) {
    const unsigned at = atomic_load_explicit(&r->written, memory_order_relaxed);
    if (at - atomic_load_explicit(&r->read, memory_order_acquire) == RING) {
        return false;
    }
    r->events[at % RING] = e;
    atomic_store_explicit(&r->written, at + 1, memory_order_release);
    return true;
}

static bool ring_pop(ring *r, event *e) {
    const unsigned at = atomic_load_explicit(&r->read, memory_order_relaxed);
    if (at == atomic_load_explicit(&r->written, memory_order_acquire)) {
        return false;
    }
    *e = r->events[at % RING];
    atomic_store_explicit(&r->read, at + 1, memory_order_release);
    return true;
}

typedef struct {
    snd_pcm_t *card;
    wt_synth *synth;
    ring ring;
    atomic_bool stop;
} player;

static void *play(void *context) {
    player *p = context;
    float left[FRAMES], right[FRAMES], both[2 * FRAMES];
    while (!atomic_load_explicit(&p->stop, memory_order_acquire)) {
        event e;
        while (ring_pop(&p->ring, &e)) {
            if (e.hz > 0.0) {
                wt_synth_on(p->synth, 0, e.id, e.hz, 100.0);
            } else {
                wt_synth_off(p->synth, 0, e.id);
            }
        }
        wt_synth_pull(p->synth, left, right, FRAMES);
        for (int i = 0; i < FRAMES; ++i) {
            both[2 * i] = 0.2f * left[i];
            both[2 * i + 1] = 0.2f * right[i];
        }
        const snd_pcm_sframes_t n = snd_pcm_writei(p->card, both, FRAMES);
        if (n < 0 && snd_pcm_recover(p->card, (int)n, 1) < 0) {
            break;
        }
    }
    return NULL;
}

// The lower row of letters is C4 and up, semitones in the order of the keys.
static double hz_of(char key) {
    static const char keys[] = "zsxdcvgbhnjm,l.;/";
    const char *at = key ? strchr(keys, key) : NULL;
    double hz = 261.6255653;
    for (long i = 0; at && i < at - keys; ++i) {
        hz *= 1.0594630943592953;
    }
    return at ? hz : 0.0;
}

static void read_keys(ring *r) {
    char line[64], before[64] = "";
    while (fgets(line, sizeof line, stdin)) {
        for (const char *key = before; *key; ++key) {
            ring_push(r, (event){(unsigned)*key, 0.0});
        }
        for (const char *key = line; *key; ++key) {
            if (hz_of(*key) > 0.0) {
                ring_push(r, (event){(unsigned)*key, hz_of(*key)});
            }
        }
        memcpy(before, line, sizeof before);
    }
}

int main(int argc, char **argv) {
    static char room[STORE];
    static char synth_room[1 << 20];
    static player p;
    wt_store *store;
    wt_patch patch;
    wt_patch_init(&patch, RATE);
    if (wt_store_init(&store, room, sizeof room) != WT_OK ||
        wt_store_prepare(store, &patch, 200.0, 2000.0) != WT_OK ||
        wt_synth_init(&p.synth, synth_room, sizeof synth_room, &patch, store, VOICES, FRAMES) !=
            WT_OK) {
        return 1;
    }
    pthread_t thread;
    if (snd_pcm_open(&p.card, argc > 1 ? argv[1] : "default", SND_PCM_STREAM_PLAYBACK, 0) < 0 ||
        snd_pcm_set_params(p.card, SND_PCM_FORMAT_FLOAT, SND_PCM_ACCESS_RW_INTERLEAVED, 2, RATE, 1,
                           10000) < 0 ||
        pthread_create(&thread, NULL, play, &p) != 0) {
        fputs("live: the sound card cannot be used\n", stderr);
        return 1;
    }
    read_keys(&p.ring);
    atomic_store_explicit(&p.stop, true, memory_order_release);
    pthread_join(thread, NULL);
    return snd_pcm_close(p.card) < 0 ? 1 : 0;
}
