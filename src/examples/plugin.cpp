// A plug-in's block loop, in C++: what a host calls, whatever it is called there.
//
// The host gives blocks of any length, MIDI events with the frame they happen at, and a control for
// every frame. This program is its own host, and says how loud each block was.
#include <wavetable/wavetable.h>

#include <cmath>
#include <cstdio>
#include <vector>

struct midi_event {
    std::size_t frame;
    unsigned char status, key, velocity;
};

class plugin {
  public:
    plugin(double rate, std::size_t most_frames)
        : store_room(16u << 20), synth_room(wt_synth_size(16, most_frames)) {
        wt_patch_init(&patch, rate);
        wt_patch_set_live(&patch, WT_TO_MIX, 0);
        wt_patch_set_live(&patch, WT_TO_PAN, 0);
        ok = wt_store_init(&store, store_room.data(), store_room.size()) == WT_OK && add_cycles() &&
             wt_store_prepare(store, &patch, 20.0, 12000.0) == WT_OK &&
             wt_synth_init(&synth, synth_room.data(), synth_room.size(), &patch, store, 16,
                           most_frames) == WT_OK;
    }

    // The synth points into this object.
    plugin(const plugin &) = delete;
    plugin &operator=(const plugin &) = delete;

    bool is_ok() const { return ok; }

    // On the sound thread.
    void process(const std::vector<midi_event> &events, const float *mix, float pan, float *left,
                 float *right, std::size_t n) {
        for (const midi_event &e : events) {
            if ((e.status & 0xf0) == 0x90 && e.velocity > 0) {
                wt_synth_on(synth, e.frame, e.key, 440.0 * std::exp2((e.key - 69) / 12.0), e.velocity);
            } else if ((e.status & 0xf0) == 0x80 || (e.status & 0xf0) == 0x90) {
                wt_synth_off(synth, e.frame, e.key);
            }
        }
        wt_synth_set(synth, WT_TO_MIX, 0, mix, n);
        wt_synth_set(synth, WT_TO_PAN, 0, &pan, 1);
        wt_synth_pull(synth, left, right, n);
    }

  private:
    bool add_cycles() {
        wt_cycle sine{};
        wt_cycle pulse{};
        sine.kind = WT_CYCLE_SINE;
        pulse.kind = WT_CYCLE_PULSE;
        pulse.width = 0.3;
        patch.dimensions[0] = {cycles, 2};
        return wt_store_add(store, &sine, &cycles[0]) == WT_OK &&
               wt_store_add(store, &pulse, &cycles[1]) == WT_OK;
    }

    std::vector<char> store_room, synth_room;
    wt_cycle_ref cycles[2]{};
    wt_patch patch{};
    wt_store *store = nullptr;
    wt_synth *synth = nullptr;
    bool ok = false;
};

int main() {
    plugin p(48000.0, 512);
    if (!p.is_ok()) {
        return 1;
    }
    float left[512], right[512], mix[512];
    for (std::size_t block = 0; block < 20; ++block) {
        const std::size_t n = 64 + block * 20;
        std::vector<midi_event> events;
        if (block % 4 == 0) {
            events.push_back({block, 0x90, static_cast<unsigned char>(60 + block), 100});
        } else if (block % 4 == 3) {
            events.push_back({n / 2, 0x80, static_cast<unsigned char>(57 + block), 0});
        }
        for (std::size_t i = 0; i < n; ++i) {
            mix[i] = static_cast<float>(i) / static_cast<float>(n);
        }
        p.process(events, mix, block % 2 ? 0.5f : -0.5f, left, right, n);
        float loudest = 0.0f;
        for (std::size_t i = 0; i < n; ++i) {
            loudest = std::fmax(loudest, std::fmax(std::fabs(left[i]), std::fabs(right[i])));
        }
        std::printf("block %zu: %zu frames, peak %.3f\n", block, n, static_cast<double>(loudest));
    }
    return 0;
}
