// Sounds to be drawn.
#include "app/charts/sound.h"

#include "app/render/stream.h"
#include "base/shown.h"

#include <stdio.h>
#include <string.h>

bool wt_plot_sound_make(wt_plan *plan, const wt_plot *plot) {
    const wt_output_request *const asked = &plot->request->output;
    wt_job job = wt_job_of(plot->request);
    job.path = NULL; // that of the picture
    job.raw = true;
    if (asked->bits == 0 && asked->encoding == WT_NO_ENCODING && asked->dither <= WT_DITHER_NONE) {
        job.bits = 64;
    }
    return wt_plan_make(plan, plot->request, &job, plot->store, plot->listener, plot->fault);
}

bool wt_plot_sound_render(const wt_plan *plan, const wt_plot *plot, uint64_t from, uint64_t to,
                          wt_taker taker) {
    wt_work work = {0};
    const wt_listener listener = wt_listener_of_part(plot->listener, plot->listener->loudness);
    const wt_sink sink = {.listener = &listener, .work = &work};
    wt_sample_format samples = plan->samples;
    uint64_t clipped = 0;
    double peak = 0.0;
    if (plan->normalize) {
        if (!wt_stream_peak(plan, &sink, &peak, plot->fault)) {
            return false;
        }
        samples.gain = wt_sample_format_normalized(&samples, peak, plan->normalize_db);
    }
    const bool ok = wt_render_range(plan, &samples, from, to, taker, &clipped, plot->fault);
    if (ok && clipped > 0) {
        wt_note_to(plot->listener, "plot", "%llu samples clipped (lower the gain)",
                   (unsigned long long)clipped);
    }
    return ok;
}

void wt_plot_sound_name(const wt_request *s, char *words, size_t size) {
    const char *wave = s->sound.n_waves > 0 ? s->sound.waves[0].text : "saw";
    char shown[61];
    wt_show(shown, sizeof shown, wave);
    const int n = snprintf(words, size, "%s%s at", shown, s->sound.n_waves > 1 ? " ..." : "");
    size_t used = n > 0 ? (size_t)n : 0;
    for (size_t i = 0; i < s->notes.n_words && used < size; ++i) {
        const int more = snprintf(words + used, size - used, " %.40s", s->notes.words[i].text);
        used += more > 0 ? (size_t)more : 0;
    }
}
