/// @file
/// The bank: cycles, and their levels built when first needed, shared by all voices and threads.
///
/// This is the hosted part of the library: it allocates and locks. The render path sees only the
/// wt_level_source of a reader.
#ifndef WAVETABLE_BANK_H
#define WAVETABLE_BANK_H

#include "wavetable/cycle.h"
#include "wavetable/level.h"
#include "wavetable/status.h"

typedef struct wt_bank wt_bank;

/// Make an empty bank that keeps at most about `limit_bytes` of levels; those in
/// use right now may pass it. Thread-safe: see each call.
wt_status wt_bank_new(wt_bank **bank, size_t limit_bytes);

/// Free the bank. No reader may be left.
void wt_bank_free(wt_bank *bank);

/// Add a cycle; its arrays stay borrowed until the bank is freed. *id is what a level source is
/// asked for. Thread-safe. WT_NO_MEMORY.
wt_status wt_bank_add(wt_bank *bank, const wt_cycle *cycle, uint32_t *id);

/// One thread's window on a bank: it remembers the levels that it was given last, so that asking
/// again takes no lock, and keeps them alive: at most about 16 MB, or 2 WT_LEVELS_IN_USE of them.
typedef struct wt_bank_reader wt_bank_reader;

wt_status wt_bank_reader_new(wt_bank_reader **reader, wt_bank *bank);

/// The source to give to a renderer. Valid as long as the reader. `get` builds missing levels, and
/// returns null when memory runs out.
wt_level_source wt_bank_reader_source(wt_bank_reader *reader);

void wt_bank_reader_free(wt_bank_reader *reader);

/// Bytes of levels held at this moment, and the most so far.
void wt_bank_usage(wt_bank *bank, size_t *now, size_t *peak);

#endif
