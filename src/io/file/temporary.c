// A lock-free table of the temporary files that a signal must remove.
#include "io/file/temporary.h"

#include "io/file/output.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// A slot is CREATING until its file is known to be there. Who ends the process waits for those, as
// the file may come after it was removed; DOOMED are those it has passed.
enum { FREE, FILLING, CREATING, LIVE, DOOMED, REMOVED };

enum { MOST_WAITS = 1000 }; // of a millisecond

struct wt_temporary {
    atomic_int state;
    int directory;
    char name[WT_NAME_SIZE];
};

static wt_temporary slots[WT_MAX_TEMPORARIES];
static atomic_int ending;
static _Thread_local wt_temporary *ours; // what a handler on this thread would wait for in vain

wt_temporary *wt_temporary_add(int directory, const char *name) {
    for (size_t i = 0; i < WT_MAX_TEMPORARIES && !atomic_load(&ending); i++) {
        wt_temporary *const slot = &slots[i];
        int expected = FREE;
        ours = slot;
        if (!atomic_compare_exchange_strong(&slot->state, &expected, FILLING)) {
            continue;
        }
        slot->directory = directory;
        strncpy(slot->name, name, sizeof slot->name - 1);
        atomic_store(&slot->state, CREATING);
        if (!atomic_load(&ending)) {
            return slot;
        }
        atomic_store(&slot->state, REMOVED);
    }
    ours = NULL;
    errno = atomic_load(&ending) ? EINTR : EMFILE;
    return NULL;
}

const char *wt_temporary_name(const wt_temporary *temporary) {
    return temporary->name;
}

bool wt_temporary_is_live(wt_temporary *temporary) {
    int state = CREATING;
    const bool made = atomic_compare_exchange_strong(&temporary->state, &state, LIVE);
    ours = NULL;
    return made || state == LIVE;
}

void wt_temporary_release(wt_temporary *temporary) {
    int state = LIVE;
    if (!atomic_compare_exchange_strong(&temporary->state, &state, FREE) && state == CREATING) {
        atomic_compare_exchange_strong(&temporary->state, &state, FREE);
    }
    if (state == DOOMED) {
        atomic_store(&temporary->state, REMOVED);
    }
    ours = NULL;
}

// Take a slot from `state` to `next`, and remove its file.
static bool take(wt_temporary *slot, int state, int next) {
    if (!atomic_compare_exchange_strong(&slot->state, &state, next)) {
        return false;
    }
    unlinkat(slot->directory, slot->name, 0);
    return true;
}

// Return how many files other threads are about to create or to remove themselves.
static int sweep(void) {
    int n_waited = 0;
    for (size_t i = 0; i < WT_MAX_TEMPORARIES; i++) {
        wt_temporary *const slot = &slots[i];
        if (!take(slot, LIVE, REMOVED)) {
            take(slot, CREATING, DOOMED);
        }
        const int state = atomic_load(&slot->state);
        n_waited += slot != ours && (state == FILLING || state == CREATING || state == DOOMED);
    }
    return n_waited;
}

bool wt_output_ending(void) {
    return atomic_load(&ending);
}

// A slot that was removed here is never used again: another thread may still read its name.
void wt_output_unlink_all(void) {
    const int saved_errno = errno;
    atomic_store(&ending, 1);
    for (int i = 0; i < MOST_WAITS && sweep() > 0; i++) {
        const struct timespec a_millisecond = {0, 1000000};
        nanosleep(&a_millisecond, NULL);
    }
    errno = saved_errno;
}
