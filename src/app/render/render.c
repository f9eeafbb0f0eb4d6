// Measure where asked, render, write, commit; then tell what clipped.
#include "app/render/render.h"

#include "app/render/loop.h"
#include "app/render/sound_file.h"
#include "base/math.h"

#include <stdio.h>

static double decibels(double ratio) {
    return 20.0 / 3.32192809488736234787 * wt_log2(ratio);
}

// Write into an open output. The caller commits or abandons it.
static bool write_sound(const wt_plan *plan, const wt_sample_format *samples, wt_sink *sink,
                        wt_output *output, wt_result *result, wt_fault *fault) {
    wt_message message = {""};
    wt_status status = wt_sound_out_open(&sink->out, output, &plan->file, &message);
    if (status == WT_OK) {
        bool rendered = sink->spool ? wt_stream_replay(plan, samples, sink, result, fault)
                                    : wt_stream(plan, samples, sink, result, fault);
        if (rendered && plan->file.has_loop) {
            rendered = wt_sound_out_repeat(sink->out, WT_LOOP_GUARD) == WT_OK;
            result->frames += WT_LOOP_GUARD;
        }
        status = wt_sound_out_close(sink->out, &message);
        if (rendered && status == WT_OK) {
            return true;
        }
    }
    int error = 0;
    const wt_status failed = wt_output_status(output, &error, &message);
    if (!fault->kind) {
        wt_sound_file_fault(fault, plan->job.path, failed != WT_OK ? failed : status, error,
                            &message);
    }
    return false;
}

static bool write_file(const wt_plan *plan, const wt_sample_format *samples, wt_sink *sink,
                       wt_result *result, wt_fault *fault) {
    wt_output *output;
    if (plan->job.parents && plan->job.path &&
        !wt_sound_file_folder(plan->job.path, plan->job.sync, fault)) {
        return false;
    }
    if (!wt_sound_file_open(&output, plan->job.path, plan->job.sync, plan->job.guard, fault)) {
        return false;
    }
    if (!write_sound(plan, samples, sink, output, result, fault)) {
        wt_output_abandon(output);
        return false;
    }
    return wt_sound_file_commit(output, plan->job.path, fault);
}

// Clipping is told with the gain that would avoid it, rounded down to 0.1 dB.
static bool tell_clipping(const wt_plan *plan, double gain, const wt_result *result,
                          const wt_listener *listener, wt_fault *fault) {
    if (result->clipped == 0) {
        return true;
    }
    char advice[80] = "lower the gain";
    if (result->peak > 0.0 && gain > 0.0) {
        const double db = decibels(gain / result->peak);
        snprintf(advice, sizeof advice, "-g %.1f avoids it", wt_floor(db * 10.0 - 0.01) / 10.0);
    }
    char what[160];
    snprintf(what, sizeof what, "%llu sample%s clipped (%s)", (unsigned long long)result->clipped,
             result->clipped == 1 ? "" : "s", advice);
    if (plan->job.strict) {
        return wt_fault_set(fault, WT_FAULT_FAILED, wt_sound_file_name(plan->job.path), "%s", what);
    }
    wt_note_to(listener, wt_sound_file_name(plan->job.path), "%s", what);
    return true;
}

static void tell_plan(const wt_plan *plan, const wt_listener *listener) {
    if (plan->note.text[0]) {
        wt_note_to(listener, wt_sound_file_name(plan->job.path), "%s", plan->note.text);
    }
    if (plan->width_is_lost) {
        wt_note_to(listener, "--unison", "one channel has no width (add -c 2)");
    }
}

bool wt_render(const wt_plan *plan, wt_result *result, const wt_listener *listener,
               wt_fault *fault) {
    return wt_render_to(plan, NULL, result, listener, fault);
}

// Find the gain. What was rendered meanwhile is in the sink's spool, where there is one.
static bool normalise(const wt_plan *plan, wt_sink *sink, double *gain, wt_fault *fault) {
    double peak = 0.0;
    sink->spool = wt_stream_can_replay(plan) ? wt_spool_open(plan->samples.channels) : NULL;
    const bool ok = wt_stream_peak(plan, sink, &peak, fault);
    *gain = wt_sample_format_normalized(&plan->samples, peak, plan->normalize_db);
    if (sink->spool && !wt_spool_rewind(sink->spool)) { // rendered once more, then
        wt_spool_free(sink->spool);
        sink->spool = NULL;
    }
    return ok;
}

static void begin_work(wt_work *work, const wt_plan *plan) {
    const int passes = plan->normalize ? 2 : 1;
    *work = (wt_work){.total = plan->time_line.frames * (uint64_t)passes,
                      .rate = plan->file.rate,
                      .passes = passes,
                      .name = wt_sound_file_name(plan->job.path)};
}

bool wt_render_to(const wt_plan *plan, wt_output *output, wt_result *result,
                  const wt_listener *listener, wt_fault *fault) {
    wt_sample_format samples = plan->samples;
    wt_work work;
    wt_sink sink = {.listener = listener, .work = &work};
    begin_work(&work, plan);
    *result = (wt_result){0};
    tell_plan(plan, listener);
    bool ok = !plan->normalize || normalise(plan, &sink, &samples.gain, fault);
    ok = ok && (output ? write_sound(plan, &samples, &sink, output, result, fault)
                       : write_file(plan, &samples, &sink, result, fault));
    wt_work_ends(listener);
    wt_spool_free(sink.spool);
    if (!ok) {
        return false;
    }
    wt_detail_to(listener, "%s: %llu frames, %.6g s, peak %.2f dBFS", work.name,
                 (unsigned long long)result->frames, (double)result->frames / plan->file.rate,
                 result->peak > 0.0 ? decibels(result->peak) : -999.0);
    return tell_clipping(plan, samples.gain, result, listener, fault);
}
