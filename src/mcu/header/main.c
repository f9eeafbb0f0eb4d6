// wavetable-tone: the words of a render, as the C header that a microcontroller plays.
//
//     wavetable-tone NAME -E q15 -B off -w saw,square -m 0:0,1:1 --adsr 5ms,0.2,0.5,0.3 A4 > name.h
//
// The header defines NAME, a wt_tone_patch (see tone.h), NAME_increment, the pitch of the first
// note, and NAME_gate and NAME_frames, where that note is let go and where its release ends.
#include "app/render/plan.h"
#include "app/request/notes.h"
#include "app/request/options.h"
#include "core/pitch/pitch.h"
#include "mcu/tone_patch.h"

#include <inttypes.h>
#include <stdio.h>

// Their values never pass an int16.
static void print_cycle(const wt_level *level) {
    const int16_t *samples = level->rows;
    for (uint32_t i = 0; i <= level->length; ++i) {
        printf("%s%d,", i % 16 ? " " : "\n    ", samples[i]);
    }
}

static bool print_cycles(const char *name, const wt_patch *patch, const wt_level_source *source,
                         uint8_t *log2_length) {
    const wt_dimension *dimension = &patch->dimensions[0];
    for (uint32_t c = 0; c < dimension->n_cycles; ++c) {
        const wt_level *level =
            source->get(source->context, dimension->cycles[c].id, patch->form, WT_AS_IS);
        if (!level || level->log2_length < 2 || level->log2_length > 15 ||
            (c > 0 && level->log2_length != *log2_length)) {
            return false;
        }
        if (c == 0) {
            *log2_length = level->log2_length;
            printf("static const int16_t %s_cycles[] = {", name);
        }
        print_cycle(level);
    }
    puts("\n};\n");
    return true;
}

static void print_lines(const char *name, const char *what, const wt_tone_line *lines, size_t n) {
    printf("static const wt_tone_line %s_%s[] = {\n", name, what);
    for (size_t i = 0; i < n; ++i) {
        printf("    {%" PRIu32 "u, %" PRId32 ", %" PRIu32 "u},\n", lines[i].value, lines[i].step,
               lines[i].n_frames);
    }
    puts("};\n");
}

static void print_patch(const char *name, const wt_tone_sound *tone, uint8_t log2_length) {
    print_lines(name, "held", tone->patch.held, tone->n_lines[0]);
    print_lines(name, "release", tone->patch.release, tone->n_lines[1]);
    print_lines(name, "position", tone->patch.position, tone->n_lines[2]);
    printf("static const wt_tone_patch %s = {\n"
           "    %s_cycles, %d, %s, %s_position, %s_held, %s_release, %" PRIu32 "u};\n",
           name, name, log2_length, tone->patch.truncated ? "true" : "false", name, name, name,
           tone->patch.per_sustain);
}

static bool print_header(const char *name, const wt_plan *plan, wt_cache_reader *reader,
                         const wt_tone_sound *tone) {
    const wt_note *note = plan->time_line.notes;
    const wt_level_source source = wt_cache_reader_source(reader);
    uint8_t log2_length = 0;
    puts("// By wavetable-tone. See mcu/tone.h.\n#include \"mcu/tone.h\"\n");
    if (!print_cycles(name, &plan->sound.patch, &source, &log2_length)) {
        fputs(
            "wavetable-tone: -w: cycles must all have one length, a power of two from 4 to 32768\n",
            stderr);
        return false;
    }
    print_patch(name, tone, log2_length);
    printf("enum { %s_gate = %" PRIu64 ", %s_frames = %" PRIu64 " };\n", name,
           note->gate - note->start, name, note->end - note->start);
    printf("static const uint32_t %s_increment = %" PRIu32 "u;\n", name,
           wt_increment(note->hz, plan->sound.patch.rate));
    return true;
}

static bool compile(const char *name, const wt_plan *plan) {
    wt_tone_sound tone;
    wt_cache_reader *reader;
    const wt_status status = wt_tone_compile(&plan->sound.patch, plan->time_line.notes, &tone);
    if (status != WT_OK) {
        fprintf(stderr, "wavetable-tone: %s (it plays -E q15 -B off, one -w, linear or none)\n",
                wt_strerror(status));
        return false;
    }
    bool ok = wt_cache_reader_new(&reader, plan->sound.cache) == WT_OK;
    if (ok) {
        ok = print_header(name, plan, reader, &tone);
        wt_cache_reader_free(reader);
    }
    wt_tone_sound_free(&tone);
    return ok;
}

static bool run(const char *name, const wt_words *words, wt_request *request, wt_wave_store *store,
                wt_fault *fault) {
    if (!wt_request_read(request, words, WT_FOR_RENDER, wt_read_note_operand, fault) ||
        !wt_request_check(request, fault)) {
        return false;
    }
    const wt_job job = wt_job_of(request);
    wt_plan plan;
    if (!wt_plan_make(&plan, request, &job, store, &wt_nobody, fault)) {
        return false;
    }
    const bool ok = plan.time_line.n_notes > 0 && compile(name, &plan);
    wt_plan_free(&plan);
    return ok;
}

int main(int argc, char **argv) {
    wt_words words = {0};
    wt_fault fault = {0};
    static wt_request request;
    wt_wave_store *store = NULL;
    if (argc < 3) {
        fputs("usage: wavetable-tone NAME WORD-OF-RENDER... > NAME.h\n", stderr);
        return 2;
    }
    (void)wt_words_add(&words, "render");
    for (int i = 2; i < argc; ++i) {
        (void)wt_words_add(&words, argv[i]);
    }
    bool ok = wt_wave_store_new(&store) == WT_OK;
    ok = ok && run(argv[1], &words, &request, store, &fault);
    if (!ok && fault.kind != WT_FAULT_NONE) {
        fprintf(stderr, "wavetable-tone: %s: %s\n", fault.where, fault.what);
    }
    wt_wave_store_free(store);
    wt_request_free(&request);
    wt_words_free(&words);
    return ok ? 0 : 1;
}
