// Fuzzes text scores: what they lay out is in order, can be heard and lies within its bounds, and
// what they are refused for has a line and a place. The first byte says when memory runs out, or,
// by its bits, what else stands on the command line.
#include "fuzz_text.h"

#include "app/request/options.h"
#include "app/score/time_line.h"
#include "io/midi/midi_in.h"

#include <sys/mman.h>
#include <unistd.h>

static const wt_note_setting *no_words = NULL;

static void refuse_operand(wt_option_use *use) {
    CHECK(use->value == NULL); // there is none
}

static void check_note(const wt_time_line *t, const wt_request *request, size_t i) {
    const wt_note *const note = &t->notes[i];
    CHECK(i == 0 || note->start >= note[-1].start);
    CHECK(note->start <= note->gate && note->gate <= note->end);
    CHECK(note->hz > 0.0 && note->hz < request->output.rate / 2.0);
    CHECK(note->gain >= 0.0 && note->gain < 1e9 && note->note_s >= 0.0);
    CHECK(note->velocity >= 0.0 && note->velocity <= 127.0);
    CHECK(note->part < t->parts.n && note->tempo_bpm > 0.0);
    CHECK(note->pan >= -1.0 && note->pan <= 1.0);
}

static void check_tempos(const wt_tempo_map *map) {
    CHECK(map->n >= 1 && map->steps[0].at_s <= 0.0);
    for (size_t i = 0; i < map->n; ++i) {
        CHECK(map->steps[i].bpm > 0.0);
        CHECK(i == 0 || map->steps[i].at_s >= map->steps[i - 1].at_s);
    }
}

static void check_time_line(const wt_time_line *t, const wt_request *request) {
    uint64_t end = 0;
    for (size_t i = 0; i < t->n_notes; ++i) {
        check_note(t, request, i);
        end = t->notes[i].end > end ? t->notes[i].end : end;
    }
    CHECK(end <= t->frames && t->fade == t->frames && t->frames <= 49000000000000u);
    CHECK((t->polyphony > 0) == (t->n_notes + t->n_whole > 0));
    CHECK(t->polyphony <= (t->n_whole ? t->n_whole : t->n_notes));
    CHECK(t->chord >= 1 && (t->channels == 1 || t->channels == 2));
    CHECK(t->n_whole == 0 || t->n_whole >= t->n_notes);
    check_tempos(&t->tempos);
}

// A fault of the text of the score, or of a preset, says where, and shows it.
static void check_fault(const wt_fault *fault) {
    CHECK(fault->where[0] && fault->what[0]);
    CHECK(fault->kind == WT_FAULT_INPUT || fault->kind == WT_FAULT_RESOURCE ||
          fault->kind == WT_FAULT_USAGE); // which is of --only and --part
    CHECK(fault->at <= strlen(fault->excerpt));
    CHECK(fault->kind != WT_FAULT_INPUT || !fault->excerpt[0] || strchr(fault->where, ':'));
}

static void check_layout(const wt_request *request, uint8_t arms) {
    wt_time_line t;
    wt_fault fault = {0};
    arm_memory(&arms, 1);
    const bool ok = wt_time_line_make(&t, request, no_words, 0, 0, &wt_nobody, &fault);
    const int refused = allocations_refused;
    fail_after_allocations(-1);
    CHECK(ok == (fault.kind == WT_FAULT_NONE) && (refused == 0 || !ok));
    if (ok) {
        check_time_line(&t, request);
        wt_time_line_free(&t);
    } else {
        check_fault(&fault);
    }
}

// The command line, by the bits of a byte that is no blank.
static void add_words(wt_words *words, const char *path, uint8_t bits) {
    static const char *const of_bit[] = {"--legato", "--glide=50ms", "--only=a", "--part=b=off",
                                         "-wsquare"};
    CHECK(wt_words_add(words, "render") == WT_OK && wt_words_add(words, "-s") == WT_OK);
    CHECK(wt_words_add(words, path) == WT_OK);
    for (int i = 0; i < 5; ++i) {
        const int bit = i < 4 ? 1 << i : 0x40;
        CHECK(bits < ' ' || !(bits & bit) || wt_words_add(words, of_bit[i]) == WT_OK);
    }
}

// The score, as a file in memory that all runs share.
static int file_of(const uint8_t *text, size_t n) {
    static int fd = -1;
    fd = fd >= 0 ? fd : memfd_create("score", MFD_CLOEXEC);
    CHECK(fd >= 0 && ftruncate(fd, 0) == 0 && pwrite(fd, text, n, 0) == (ssize_t)n);
    return fd;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    const uint8_t bits = size > 0 ? data[0] : ' ';
    char path[64];
    wt_words words = {0};
    wt_request request;
    wt_fault fault = {0};
    if (size > 0 && wt_midi_detect(data + 1, size - 1)) {
        return 0; // fuzz_midi's
    }
    snprintf(path, sizeof path, "/dev/fd/%d", file_of(data + (size > 0), size - (size > 0)));
    add_words(&words, path, bits);
    CHECK(wt_request_read(&request, &words, WT_FOR_RENDER, refuse_operand, &fault));
    check_layout(&request, bits);
    wt_request_free(&request);
    wt_words_free(&words);
    return 0;
}
