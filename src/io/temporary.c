// A lock-free table of the temporary files that a signal must remove.
#include "io/temporary.h"

#include "io/output.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

enum { FREE, FILLING, LIVE, REMOVED };

struct wt_temporary {
    atomic_int state;
    int directory;
    char name[WT_NAME_SIZE];
};

static wt_temporary slots[WT_MAX_TEMPORARIES];
static atomic_int ending;

wt_temporary *wt_temporary_add(int directory, const char *name) {
    for (size_t i = 0; i < WT_MAX_TEMPORARIES && !atomic_load(&ending); i++) {
        wt_temporary *const slot = &slots[i];
        int expected = FREE;
        if (!atomic_compare_exchange_strong(&slot->state, &expected, FILLING)) {
            continue;
        }
        slot->directory = directory;
        strncpy(slot->name, name, sizeof slot->name - 1);
        atomic_store(&slot->state, LIVE);
        return slot;
    }
    errno = atomic_load(&ending) ? EINTR : EMFILE;
    return NULL;
}

const char *wt_temporary_name(const wt_temporary *temporary) {
    return temporary->name;
}

bool wt_temporary_is_live(const wt_temporary *temporary) {
    return atomic_load(&temporary->state) == LIVE;
}

void wt_temporary_release(wt_temporary *temporary) {
    int expected = LIVE;
    atomic_compare_exchange_strong(&temporary->state, &expected, FREE);
}

// A slot that was removed here is never used again: another thread may still read its name.
void wt_output_unlink_all(void) {
    const int saved_errno = errno;
    atomic_store(&ending, 1);
    for (size_t i = 0; i < WT_MAX_TEMPORARIES; i++) {
        int expected = LIVE;
        if (atomic_compare_exchange_strong(&slots[i].state, &expected, REMOVED)) {
            unlinkat(slots[i].directory, slots[i].name, 0);
        }
    }
    errno = saved_errno;
}
