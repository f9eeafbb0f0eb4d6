#include "rendered.h"

#include "app/render/render.h"
#include "app/render/render_range.h"
#include "app/request/options.h"

#include <stdlib.h>
#include <string.h>

static wt_wave_store *store;

int open_waves(void **state) {
    (void)state;
    return wt_wave_store_new(&store) == WT_OK ? 0 : -1;
}

int close_waves(void **state) {
    (void)state;
    wt_wave_store_free(store);
    store = NULL;
    return 0;
}

static void take(void *context, const double *frames, size_t n) {
    rendered *r = context;
    const size_t channels = (size_t)r->channels;
    memcpy(r->frames + r->n * channels, frames, n * channels * sizeof *frames);
    r->n += n;
}

static rendered play(const wt_plan *plan, bool exact) {
    wt_fault fault = {0};
    wt_sample_format samples = plan->samples;
    if (exact) {
        samples.container = WT_F64;
        samples.dither = false;
    }
    const size_t n = (size_t)plan->time_line.frames * (size_t)samples.channels;
    rendered r = {.frames = calloc(n + 1, sizeof(double)),
                  .channels = samples.channels,
                  .rate = plan->sound.patch.rate};
    assert_non_null(r.frames);
    assert_true(wt_render_range(plan, &samples, 0, plan->time_line.frames, (wt_taker){take, &r},
                                &r.clipped, &fault));
    return r;
}

typedef struct {
    wt_words words;
    wt_request request;
    wt_plan plan;
} planned;

static void plan(planned *p, const char *text) {
    wt_location where;
    wt_fault fault = {0};
    p->words = (wt_words){0};
    assert_int_equal(wt_words_add(&p->words, "render"), WT_OK);
    assert_int_equal(wt_words_split(&p->words, "test", 1, text, strlen(text), &where).status,
                     WT_OK);
    const bool read =
        wt_request_read(&p->request, &p->words, WT_FOR_RENDER, wt_read_note_operand, &fault);
    const wt_job job = wt_job_of(&p->request);
    if (!read || !wt_plan_make(&p->plan, &p->request, &job, store, &wt_nobody, &fault)) {
        fail_msg("%s: %s: %s", text, fault.where, fault.what);
    }
}

static void forget_planned(planned *p) {
    wt_plan_free(&p->plan);
    wt_request_free(&p->request);
    wt_words_free(&p->words);
}

rendered render_words(const char *words, bool exact) {
    planned p;
    plan(&p, words);
    const rendered r = play(&p.plan, exact);
    forget_planned(&p);
    return r;
}

wt_fault render_file(const char *words) {
    planned p;
    plan(&p, words);
    wt_result result;
    wt_fault fault = {0};
    const bool ok = wt_render(&p.plan, &result, &wt_nobody, &fault);
    assert_int_equal(ok, fault.kind == WT_FAULT_NONE);
    forget_planned(&p);
    return fault;
}
