// Where the samples of a pass go.
#include "app/render/pass.h"

#include "app/render/spool.h"

bool wt_pass_take(const wt_pass *pass, const void *samples, size_t n) {
    if (pass->spool) {
        wt_spool_write(pass->spool, samples, n);
    }
    return !pass->out || wt_sound_out_write(pass->out, samples, n) == WT_OK;
}
