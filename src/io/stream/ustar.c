// Headers of tar members.
#include "io/stream/ustar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Where the fields are: IEEE Std 1003.1, pax, ustar Interchange Format.
enum {
    NAME = 0,
    NAME_SIZE = 100,
    MODE = 100,
    UID = 108,
    GID = 116,
    SIZE = 124,
    TIME = 136,
    SUM = 148,
    TYPE = 156,
    MAGIC = 257,
    PREFIX = 345,
    PREFIX_SIZE = 155,
};

static const uint64_t most_bytes = ((uint64_t)1 << 33) - 1; // eleven octal digits

// The bytes of a name that go before its last part, with the slash between: 0, if all of it has
// room there; -1: it has none.
static ptrdiff_t prefix_of(const char *name) {
    const size_t n = strlen(name);
    const char *slash = name;
    if (n <= NAME_SIZE) {
        return n > 0 ? 0 : -1;
    }
    while ((slash = strchr(slash, '/')) && strlen(slash + 1) > NAME_SIZE) {
        ++slash;
    }
    const bool fits = slash && slash != name && slash - name <= PREFIX_SIZE && slash[1] != '\0';
    return fits ? slash + 1 - name : -1;
}

bool wt_ustar_holds(const char *name) {
    return prefix_of(name) >= 0;
}

// The checksum field itself counts as blanks.
static unsigned sum_of(const uint8_t *block) {
    unsigned sum = 8 * ' ';
    for (int i = 0; i < WT_USTAR_BLOCK; ++i) {
        sum += block[i];
    }
    for (int i = SUM; i < SUM + 8; ++i) {
        sum -= block[i];
    }
    return sum;
}

static void put_octal(uint8_t *out, int n_digits, uint64_t number) {
    while (n_digits-- > 0) {
        out[n_digits] = (uint8_t)('0' + number % 8);
        number /= 8;
    }
}

bool wt_ustar_header(uint8_t out[WT_USTAR_BLOCK], const char *name, uint64_t size) {
    const ptrdiff_t prefix = prefix_of(name);
    memset(out, 0, WT_USTAR_BLOCK);
    if (size > most_bytes || prefix < 0) {
        return false;
    }
    memcpy(out + PREFIX, name, prefix > 0 ? (size_t)prefix - 1 : 0);
    memcpy(out + NAME, name + prefix, strlen(name + prefix));
    memcpy(out + MODE, "0000644", 8);
    memcpy(out + UID, "0000000", 8);
    memcpy(out + GID, "0000000", 8);
    put_octal(out + SIZE, 11, size);
    memcpy(out + TIME, "00000000000", 12);
    out[TYPE] = '0';
    memcpy(out + MAGIC, "ustar\00000", 8);
    put_octal(out + SUM, 6, sum_of(out));
    out[SUM + 7] = ' ';
    return true;
}

bool wt_ustar_read(const uint8_t block[WT_USTAR_BLOCK], char name[WT_USTAR_NAME_SIZE],
                   uint64_t *size) {
    char number[12] = "";
    memcpy(number, block + SUM, 6);
    if (memcmp(block + MAGIC, "ustar", 6) != 0 || strtoul(number, NULL, 8) != sum_of(block)) {
        return false;
    }
    memcpy(number, block + SIZE, 11);
    number[11] = '\0';
    *size = strtoull(number, NULL, 8);
    snprintf(name, WT_USTAR_NAME_SIZE, "%.155s%s%.100s", (const char *)block + PREFIX,
             block[PREFIX] ? "/" : "", (const char *)block + NAME);
    return true;
}
