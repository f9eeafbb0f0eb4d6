// Tars and arrays of sounds.
#include "app/batch/data_set.h"

#include "io/stream/npy.h"
#include "io/stream/ustar.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

bool wt_data_set_kind(const char *path, wt_set_kind *kind, wt_fault *fault) {
    const char *const dot = strrchr(path, '.');
    *kind = dot && strcasecmp(dot, ".npy") == 0 ? WT_SET_NPY : WT_SET_TAR;
    if (strcmp(path, "-") != 0 && strncmp(path, "/dev/", 5) != 0 &&
        (!dot || (*kind == WT_SET_TAR && strcasecmp(dot, ".tar") != 0))) {
        wt_fault_text(fault, NULL, "--to", path, 0,
                      "expected a name that ends in .tar or .npy, or -");
    }
    return fault->kind == 0;
}

// Read a block of a tar and its header. False: it ends here, or is torn.
static bool read_header(const wt_data_set *set, uint64_t at, const char *suffix, uint64_t *size) {
    uint8_t block[WT_USTAR_BLOCK];
    char name[WT_USTAR_NAME_SIZE];
    if (pread(set->file.fd, block, sizeof block, (off_t)at) != (ssize_t)sizeof block ||
        !wt_ustar_read(block, name, size) || *size > set->file.size ||
        at + WT_USTAR_BLOCK + *size + wt_ustar_padding(*size) > set->file.size) {
        return false;
    }
    const size_t n = strlen(name);
    return !suffix || (n > strlen(suffix) && strcmp(name + n - strlen(suffix), suffix) == 0);
}

static uint64_t past(uint64_t at, uint64_t size) {
    return at + WT_USTAR_BLOCK + size + wt_ustar_padding(size);
}

// The id of the sound whose log line of `size` bytes is at `at`; 0: it is none.
static uint64_t id_at(const wt_data_set *set, uint64_t at, uint64_t size) {
    static const char key[] = "\"id\":\"";
    char *const text = size < (1 << 26) ? calloc((size_t)size + 1, 1) : NULL;
    uint64_t id = 0;
    if (text && pread(set->file.fd, text, (size_t)size, (off_t)at) == (ssize_t)size && size > 0 &&
        text[size - 1] == '\n') {
        const char *const found = strstr(text, key);
        id = found ? strtoull(found + sizeof key - 1, NULL, 16) : 0;
    }
    free(text);
    return id;
}

// Walk over the pairs of a resumed tar, as far as they are complete, and logged.
static bool find_done(wt_data_set *set, const wt_hash_set *logged, wt_fault *fault) {
    size_t room = 0;
    uint64_t at = 0;
    uint64_t size;
    while (read_header(set, at, NULL, &size)) {
        const uint64_t label = past(at, size);
        uint64_t label_size;
        if (!read_header(set, label, ".json", &label_size)) {
            break;
        }
        const uint64_t id = id_at(set, label + WT_USTAR_BLOCK, label_size);
        if (id == 0 || (logged && !wt_hash_set_has(logged, id))) {
            break;
        }
        if (set->n_done == room) {
            room = room ? 2 * room : 1024;
            uint64_t *grown = realloc(set->ids, room * sizeof *grown);
            if (!grown) {
                return wt_fault_memory(fault);
            }
            set->ids = grown;
        }
        set->ids[set->n_done++] = id;
        at = past(label, label_size);
    }
    set->done_bytes = at;
    return true;
}

static bool go_back(wt_data_set *set, uint64_t size, wt_fault *fault) {
    if (set->file.is_part && wt_part_file_cut(&set->file, size) != 0) {
        wt_fault_system(fault, WT_FAULT_OUTPUT, set->path, "cannot cut its .part", errno);
    }
    return fault->kind == 0;
}

bool wt_data_set_open(wt_data_set *set, const char *path, bool resume, const wt_hash_set *logged,
                      int threads, const wt_guard *guard, wt_fault *fault) {
    wt_message message = {""};
    *set = (wt_data_set){.path = path,
                         .file = {.fd = -1, .folder = -1},
                         .lock = PTHREAD_MUTEX_INITIALIZER,
                         .moved = PTHREAD_COND_INITIALIZER,
                         .n_slots = 4 * (uint64_t)threads};
    set->slots = calloc((size_t)set->n_slots, sizeof *set->slots);
    set->full = calloc((size_t)set->n_slots, sizeof *set->full);
    if (!set->slots || !set->full) {
        return wt_fault_memory(fault);
    }
    if (!wt_data_set_kind(path, &set->kind, fault)) {
        return false;
    }
    const wt_status status = wt_part_file_open(&set->file, path, resume, guard, &message);
    if (status != WT_OK) {
        return wt_fault_status(fault, WT_FAULT_OUTPUT, path, status, &message);
    }
    if (resume && !set->file.is_part) {
        return wt_fault_set(fault, WT_FAULT_USAGE, "--resume",
                            "what went into a pipe is gone (name a file)");
    }
    if (resume && set->file.size == 0 && set->file.destination.exists) {
        set->complete = true;
        wt_part_file_remove(&set->file);
        return true;
    }
    return set->kind == WT_SET_NPY ||
           (find_done(set, logged, fault) && go_back(set, set->done_bytes, fault));
}

static size_t row_size(const wt_data_set *set) {
    return (size_t)set->format.frames * (size_t)set->format.channels *
           (size_t)(set->format.bits / 8);
}

static bool takes_rows(const wt_sound_format *format, wt_fault *fault) {
    uint8_t header[WT_NPY_HEADER];
    return wt_npy_header(header, 0, format) ||
           wt_fault_set(fault, WT_FAULT_INPUT, "--to",
                        "NumPy has no samples of 24 bits (use -b 16 or -b 32)");
}

bool wt_data_set_takes_row(wt_sound_format *row, const wt_sound_format *format, wt_fault *fault) {
    if (row->bits == 0 && takes_rows(format, fault)) {
        *row = *format;
    }
    if (fault->kind) {
        return false;
    }
    if (row->frames != format->frames || row->channels != format->channels ||
        row->bits != format->bits || row->encoding != format->encoding) {
        wt_fault_set(fault, WT_FAULT_INPUT, "--to",
                     "%llu frames of %d channels and %d bits, the first row has %llu of %d and %d "
                     "(give all the same --length, -c, -b and -e)",
                     (unsigned long long)format->frames, format->channels, format->bits,
                     (unsigned long long)row->frames, row->channels, row->bits);
    }
    return fault->kind == 0;
}

bool wt_data_set_begin_rows(wt_data_set *set, const wt_sound_format *format, uint64_t rows,
                            wt_fault *fault) {
    uint8_t header[WT_NPY_HEADER];
    uint8_t found[WT_NPY_HEADER];
    set->format = *format;
    set->rows = rows;
    if (!takes_rows(format, fault)) {
        return false;
    }
    wt_npy_header(header, rows, format);
    if (set->file.size < WT_NPY_HEADER) {
        if (!go_back(set, 0, fault)) {
            return false;
        }
        if (wt_part_file_write(&set->file, header, sizeof header, NULL, 0) != 0) {
            wt_fault_system(fault, WT_FAULT_OUTPUT, set->path, "cannot write", errno);
        }
        return fault->kind == 0;
    }
    if (pread(set->file.fd, found, sizeof found, 0) != (ssize_t)sizeof found ||
        memcmp(found, header, sizeof found) != 0) {
        return wt_fault_set(fault, WT_FAULT_INPUT, set->path,
                            "its .part holds other sounds (take it away, or give the same lines)");
    }
    const uint64_t whole = row_size(set) > 0 ? (set->file.size - WT_NPY_HEADER) / row_size(set) : 0;
    set->n_done = whole < rows ? whole : rows;
    return go_back(set, WT_NPY_HEADER + set->n_done * row_size(set), fault);
}

bool wt_data_set_wait(wt_data_set *set, uint64_t number) {
    pthread_mutex_lock(&set->lock);
    while (!set->failed && number >= set->written + set->n_slots) {
        pthread_cond_wait(&set->moved, &set->lock);
    }
    const bool ok = !set->failed;
    pthread_mutex_unlock(&set->lock);
    return ok;
}

static void free_member(wt_set_member *m) {
    free(m->sound);
    free(m->label);
    free(m->line);
    *m = (wt_set_member){0};
}

static const char *write_member(wt_data_set *set, const wt_set_member *m) {
    if (!m->left_out &&
        wt_part_file_write(&set->file, m->sound, m->n_sound, m->label, m->n_label) != 0) {
        return "cannot write";
    }
    return m->line ? wt_sound_log_write(set->log, m->line, m->n_line) : NULL;
}

// Write what is there in order. The lock is held, but for the writing itself.
static void drain(wt_data_set *set) {
    set->writing = true;
    while (!set->failed && set->full[set->written % set->n_slots]) {
        const uint64_t slot = set->written % set->n_slots;
        wt_set_member m = set->slots[slot];
        set->slots[slot] = (wt_set_member){0};
        pthread_mutex_unlock(&set->lock);
        const char *const failed = write_member(set, &m);
        const int error = errno;
        free_member(&m);
        pthread_mutex_lock(&set->lock);
        set->full[slot] = false;
        ++set->written;
        if (failed) {
            set->failed = failed;
            set->error = error;
        }
        pthread_cond_broadcast(&set->moved);
    }
    set->writing = false;
}

void wt_data_set_put(wt_data_set *set, uint64_t number, wt_set_member *member) {
    pthread_mutex_lock(&set->lock);
    set->slots[number % set->n_slots] = *member;
    set->full[number % set->n_slots] = true;
    if (!set->writing) {
        drain(set);
    }
    pthread_mutex_unlock(&set->lock);
}

// NAME.wav to NAME.json. False: it is too long.
static bool label_of(const char *name, char out[WT_SET_LABEL_SIZE]) {
    const char *const slash = strrchr(name, '/');
    const char *const dot = strrchr(slash ? slash : name, '.');
    const size_t n = dot ? (size_t)(dot - name) : strlen(name);
    if (n < WT_USTAR_NAME_SIZE) {
        memcpy(out, name, n);
        strcpy(out + n, ".json");
    }
    return n < WT_USTAR_NAME_SIZE;
}

bool wt_data_set_label_name(const char *name, char out[WT_SET_LABEL_SIZE], wt_fault *fault) {
    if (!label_of(name, out) || !wt_ustar_holds(name) || !wt_ustar_holds(out)) {
        wt_fault_set(fault, WT_FAULT_INPUT, "--output",
                     "a tar cannot hold '%.200s' (100 bytes of name, 155 of folders)", name);
    } else if (strcmp(name, out) == 0) {
        wt_fault_set(fault, WT_FAULT_INPUT, "--output",
                     "'%.200s' is the name of its label (name the sound otherwise)", name);
    }
    return fault->kind == 0;
}

bool wt_data_set_tar_member(wt_set_member *m, uint8_t *sound, size_t n, const char *name,
                            const wt_log_entry *entry, wt_fault *fault) {
    char label[WT_SET_LABEL_SIZE];
    *m = (wt_set_member){.sound = sound, .n_sound = WT_USTAR_BLOCK + n + wt_ustar_padding(n)};
    memset(sound + WT_USTAR_BLOCK + n, 0, wt_ustar_padding(n));
    m->line = wt_log_line(entry, &m->n_line);
    m->n_label = WT_USTAR_BLOCK + m->n_line + wt_ustar_padding(m->n_line);
    m->label = m->line ? calloc(m->n_label, 1) : NULL;
    bool ok = false;
    if (!m->label) {
        wt_fault_memory(fault);
    } else if (!wt_ustar_header(sound, name, n) || !label_of(name, label) ||
               !wt_ustar_header(m->label, label, m->n_line)) { // its name was looked at before
        wt_fault_set(fault, WT_FAULT_INPUT, "--output",
                     "a tar cannot hold the %zu bytes of '%.200s' (8 GiB at most)", n, name);
    } else {
        memcpy(m->label + WT_USTAR_BLOCK, m->line, m->n_line);
        ok = true;
    }
    if (!ok) {
        free_member(m);
    }
    return ok;
}

static const char *finish(wt_data_set *set, bool ends, wt_sync sync) {
    static const uint8_t zeros[2 * WT_USTAR_BLOCK];
    if (set->kind == WT_SET_TAR && ends &&
        wt_part_file_write(&set->file, zeros, sizeof zeros, NULL, 0) != 0) {
        return "cannot write";
    }
    return wt_part_file_finish(&set->file, sync);
}

bool wt_data_set_close(wt_data_set *set, bool whole, bool ends, wt_sync sync, wt_fault *fault) {
    if (set->failed) {
        errno = set->error;
    } else if (whole && !set->complete && set->file.fd >= 0) {
        set->failed = finish(set, ends, sync);
    }
    if (set->failed) {
        const int error = errno;
        wt_fault_system(fault, WT_FAULT_OUTPUT,
                        strcmp(set->path, "-") == 0 ? "standard output" : set->path, set->failed,
                        error);
        fault->reader_left = error == EPIPE;
    }
    wt_part_file_close(&set->file);
    for (uint64_t i = 0; set->slots && i < set->n_slots; ++i) {
        free_member(&set->slots[i]);
    }
    free(set->slots);
    free(set->full);
    free(set->ids);
    set->slots = NULL;
    set->full = NULL;
    set->ids = NULL;
    return fault->kind == 0;
}
