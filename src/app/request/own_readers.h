// Readers of the options whose values no kind of slot describes: each sets its part of the request,
// or a fault.
#ifndef WT_APP_REQUEST_OWN_READERS_H
#define WT_APP_REQUEST_OWN_READERS_H

#include "app/request/options.h"

void wt_option_tempo(wt_option_use *use);
void wt_option_part(wt_option_use *use);
void wt_option_only(wt_option_use *use);
void wt_option_length(wt_option_use *use);
void wt_option_wave(wt_option_use *use);
void wt_option_frame(wt_option_use *use);
void wt_option_log(wt_option_use *use);
void wt_option_adsr(wt_option_use *use);
void wt_option_fm(wt_option_use *use);
void wt_option_unison(wt_option_use *use);
void wt_option_phase(wt_option_use *use);
void wt_option_gain(wt_option_use *use);
void wt_option_normalize(wt_option_use *use);
void wt_option_seed(wt_option_use *use);
void wt_option_type(wt_option_use *use);
void wt_option_bits(wt_option_use *use);
void wt_option_table_bits(wt_option_use *use);
void wt_option_table_normalize(wt_option_use *use);
void wt_option_only_item(wt_option_use *use);
void wt_option_shard(wt_option_use *use);
void wt_option_quiet(wt_option_use *use);
void wt_option_verbose(wt_option_use *use);

#endif
