// Readers of option values, for the table of options: each sets one thing in the request, or a
// fault.
#ifndef WT_APP_REQUEST_READERS_H
#define WT_APP_REQUEST_READERS_H

#include "app/request/options.h"

void wt_option_duration(wt_option_use *use);
void wt_option_tempo(wt_option_use *use);
void wt_option_tuning(wt_option_use *use);
void wt_option_scale(wt_option_use *use);
void wt_option_keymap(wt_option_use *use);
void wt_option_score(wt_option_use *use);
void wt_option_length(wt_option_use *use);
void wt_option_each(wt_option_use *use);
void wt_option_loop(wt_option_use *use);
void wt_option_wave(wt_option_use *use);
void wt_option_frame(wt_option_use *use);
void wt_option_mix(wt_option_use *use);
void wt_option_cross(wt_option_use *use);
void wt_option_scan(wt_option_use *use);
void wt_option_engine(wt_option_use *use);
void wt_option_interp(wt_option_use *use);
void wt_option_bandlimit(wt_option_use *use);
void wt_option_phase(wt_option_use *use);
void wt_option_amp(wt_option_use *use);
void wt_option_adsr(wt_option_use *use);
void wt_option_pitch(wt_option_use *use);
void wt_option_fm(wt_option_use *use);
void wt_option_index(wt_option_use *use);
void wt_option_pan(wt_option_use *use);
void wt_option_unison(wt_option_use *use);
void wt_option_gain(wt_option_use *use);
void wt_option_normalize(wt_option_use *use);
void wt_option_seed(wt_option_use *use);
void wt_option_output(wt_option_use *use);
void wt_option_type(wt_option_use *use);
void wt_option_rate(wt_option_use *use);
void wt_option_bits(wt_option_use *use);
void wt_option_encoding(wt_option_use *use);
void wt_option_channels(wt_option_use *use);
void wt_option_dither(wt_option_use *use);
void wt_option_strict(wt_option_use *use);
void wt_option_jobs(wt_option_use *use);
void wt_option_quiet(wt_option_use *use);
void wt_option_verbose(wt_option_use *use);
void wt_option_progress(wt_option_use *use);
void wt_option_sync(wt_option_use *use);
void wt_option_keep_going(wt_option_use *use);
void wt_option_shard(wt_option_use *use);
void wt_option_log(wt_option_use *use);
void wt_option_resume(wt_option_use *use);
void wt_option_root(wt_option_use *use);
void wt_option_dry_run(wt_option_use *use);
void wt_option_table_type(wt_option_use *use);
void wt_option_table_bits(wt_option_use *use);
void wt_option_table_frame(wt_option_use *use);
void wt_option_table_length(wt_option_use *use);
void wt_option_table_cycles(wt_option_use *use);
void wt_option_json(wt_option_use *use);
void wt_option_spectrum(wt_option_use *use);
void wt_option_wave_out(wt_option_use *use);
void wt_option_env(wt_option_use *use);
void wt_option_plot_type(wt_option_use *use);
void wt_option_help(wt_option_use *use);
void wt_option_version(wt_option_use *use);

#endif
