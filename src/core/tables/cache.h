/// @file
/// The cache: cycles, and their levels built when first needed, shared by all voices and threads.
///
/// This is the hosted part of the library: it allocates and locks. The render path sees only the
/// wt_level_source of a reader.
#ifndef WT_CORE_TABLES_CACHE_H
#define WT_CORE_TABLES_CACHE_H

#include "base/status.h"
#include "core/tables/cycle.h"
#include "core/tables/level.h"

typedef struct wt_cache wt_cache;

/// Make an empty cache that keeps at most about `limit_bytes` of levels; those in
/// use right now may pass it. Thread-safe: see each call.
wt_status wt_cache_new(wt_cache **cache, size_t limit_bytes);

/// Free the cache. No reader may be left.
void wt_cache_free(wt_cache *cache);

/// Add a cycle; its arrays stay borrowed until it is removed, or the cache freed. *id is what a
/// level source is asked for. Thread-safe. WT_NO_MEMORY.
wt_status wt_cache_add(wt_cache *cache, const wt_cycle *cycle, uint32_t *id);

/// Remove a cycle that was added, which nobody asks for any more. Thread-safe.
void wt_cache_remove(wt_cache *cache, uint32_t id);

/// Return a cycle that was added. Thread-safe.
wt_cycle wt_cache_cycle(wt_cache *cache, uint32_t id);

/// One thread's window on a cache: it remembers the levels that it was given last, so that asking
/// again takes no lock, and keeps them alive: at most about 16 MB, or 2 WT_LEVELS_IN_USE of them.
typedef struct wt_cache_reader wt_cache_reader;

wt_status wt_cache_reader_new(wt_cache_reader **reader, wt_cache *cache);

/// The source to give to a renderer. Valid as long as the reader. `get` builds missing levels, and
/// returns null when memory runs out.
wt_level_source wt_cache_reader_source(wt_cache_reader *reader);

void wt_cache_reader_free(wt_cache_reader *reader);

/// Bytes of levels held at this moment, and the most so far.
void wt_cache_usage(wt_cache *cache, size_t *now, size_t *peak);

#endif
