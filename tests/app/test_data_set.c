// Streams of a batch: what they hold, in which order, whoever made them and however often they were
// killed meanwhile.
#include "folder.h"
#include "program.h"

static const char line[] = "-w saw,square -m 0:0,1:{m=0..1} {k=36..84}:0.05 -o {n}.wav\n";

static ending shell(const char *script) {
    ending e = run_shell("%s", script);
    if (e.status != 0) {
        fail_msg("%s: status %d: %s%s", script, e.status, (const char *)e.out, e.err);
    }
    return e;
}

static void done(const char *script) {
    ending e = shell(script);
    forget(&e);
}

static void need_tar(void) {
    if (!has_command("tar")) {
        print_message("skipped: tar is not here\n");
        skip();
    }
}

static void a_tar_holds_each_sound_and_its_label_in_order(void **state) {
    (void)state;
    need_tar();
    make_file("line", line, strlen(line));
    done("\"$WT\" batch line --items 11 --seed 7 --to a.tar");
    ending e = shell("tar tf a.tar | tr '\\n' ' '");
    char expected[400] = "";
    for (int i = 1; i <= 11; i++) {
        sprintf(expected + strlen(expected), "%d.wav %d.json ", i, i);
    }
    assert_string_equal((const char *)e.out, expected);
    forget(&e);
    e = shell("tar tvf a.tar --numeric-owner | awk '{print $2, $4}' | sort -u");
    assert_string_equal((const char *)e.out, "0/0 1970-01-01\n");
    forget(&e);
    empty_folder();
}

static void no_byte_depends_on_threads_pipes_or_company(void **state) {
    (void)state;
    need_tar();
    make_file("line", line, strlen(line));
    done("\"$WT\" batch line --items 23 --seed 7 --to a.tar -j 1 && "
         "\"$WT\" batch line --items 23 --seed 7 --to b.tar -j 5 && cmp a.tar b.tar");
    done("\"$WT\" batch line --items 23 --seed 7 --to - -q | cmp - a.tar");
    done("for k in 1 9 23; do \"$WT\" batch line --items 23 --seed 7 --only-item $k && "
         "tar xOf a.tar $k.wav | cmp - $k.wav && rm $k.wav || exit 1; done");
    done("\"$WT\" batch line --items 23 --seed 8 --to c.tar && ! cmp -s a.tar c.tar");
    empty_folder();
}

// A member may be called like a file that is read, and like a folder.
static void names_in_a_stream_are_no_files(void **state) {
    (void)state;
    need_tar();
    static const char lines[] = "-w ./saw.wav -o saw.wav A4:0.01\n-o folder.wav A4:0.01\n";
    make_file("lines", lines, strlen(lines));
    done("mkdir folder.wav && \"$WT\" table make saw -o saw.wav && cp saw.wav kept && "
         "\"$WT\" batch lines --to a.tar && cmp saw.wav kept && rmdir folder.wav && "
         "tar tf a.tar | grep -c wav | grep -x 2");
    empty_folder();
}

static void shards_concatenate(void **state) {
    (void)state;
    need_tar();
    make_file("line", line, strlen(line));
    done("\"$WT\" batch line --items 20 --seed 7 --to a.tar && for k in 1 2 3; do "
         "\"$WT\" batch line --items 20 --seed 7 --shard $k/3 --to s$k.tar || exit 1; done");
    done("cat s1.tar s2.tar s3.tar >s.tar && tar tf s.tar | sort >got && tar tf a.tar | sort "
         ">wanted && cmp got wanted");
    done("for n in 1 2 3 17 20; do tar xOf s.tar $n.wav >got; tar xOf a.tar $n.wav | cmp - got || "
         "exit 1; done");
    empty_folder();
}

// Each time after another while; what is there is whole, and no label comes twice.
static void a_stream_that_was_killed_is_completed_to_the_byte(void **state) {
    (void)state;
    need_tar();
    make_file("line", line, strlen(line));
    done("\"$WT\" batch line --items 3000 --seed 7 --to a.tar --sync none");
    ending e = shell(
        "i=0; while [ $i -lt 12 ]; do i=$((i + 1)); \"$WT\" batch line --items 3000 --seed 7 --to "
        "b.tar --log b.log --resume --sync none -j 2 & sleep 0.0$((1 + 7 * i % 9)); kill -KILL $! "
        "2>/dev/null && echo killed; wait $! 2>/dev/null; done; "
        "\"$WT\" batch line --items 3000 --seed 7 --to b.tar --log b.log --resume --sync none -j 2 "
        "&& cmp a.tar b.tar && wc -l <b.log && sed 's/.*\"item\":\\([0-9]*\\).*/\\1/' b.log | sort "
        "-u "
        "| wc -l; ls -A | grep -c part || true");
    const char *const out = (const char *)e.out;
    assert_non_null(strstr(out, "killed\n"));
    assert_non_null(strstr(out, "3000\n3000\n0\n"));
    forget(&e);
    empty_folder();
}

static void an_array_has_a_row_for_each_item(void **state) {
    (void)state;
    static const char row[] = "-w saw {k=36..84}:0.05 -e float -r 8000 --adsr 0,0,1,0\n";
    static const char sixteen[] = "-w saw {k=36..84}:0.05 -r 8000 --adsr 0,0,1,0\n";
    make_file("row", row, strlen(row));
    make_file("sixteen", sixteen, strlen(sixteen));
    done("\"$WT\" batch row --items 7 --seed 7 --to a.npy -j 1 && "
         "\"$WT\" batch row --items 7 --seed 7 --to b.npy -j 4 && cmp a.npy b.npy && "
         "\"$WT\" batch sixteen --items 7 --seed 7 --to c.npy");
    size_t n;
    unsigned char *const bytes = file_bytes("a.npy", &n);
    assert_memory_equal(bytes, "\x93NUMPY\x01\0", 8);
    const size_t head = 10 + bytes[8] + 256u * bytes[9];
    assert_int_equal(head % 64, 0);
    assert_non_null(strstr((const char *)bytes + 10,
                           "{'descr': '<f4', 'fortran_order': False, 'shape': (7, 400), }"));
    assert_int_equal(n, head + 7 * 400 * 4);
    free(bytes);
    done("sed 's/$/ -t raw -o {n}.raw/' row >each && \"$WT\" batch each --items 7 --seed 7 && "
         "cat 1.raw 2.raw 3.raw 4.raw 5.raw 6.raw 7.raw >rows && tail -c 11200 a.npy | cmp - rows");
    unsigned char *const narrow = file_bytes("c.npy", &n);
    assert_non_null(strstr((const char *)narrow + 10, "'<i2'"));
    free(narrow);
    empty_folder();
}

static void an_array_of_no_rows_is_one(void **state) {
    (void)state;
    static const struct {
        const char *lines, *shape;
    } cases[] = {{"", "'shape': (0, 0), }"},
                 {"A4:0.1 -r 8000 --adsr 0,0,1,0\n", "'shape': (0, 800), }"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; ++i) {
        size_t n;
        make_file("lines", cases[i].lines, strlen(cases[i].lines));
        done("\"$WT\" batch lines --shard 2/2 --to a.npy");
        unsigned char *const bytes = file_bytes("a.npy", &n);
        assert_int_equal(n, 128);
        assert_non_null(strstr((const char *)bytes + 10, cases[i].shape));
        free(bytes);
    }
    empty_folder();
}

// As a file is.
static void what_strict_fails_stays_in_the_stream(void **state) {
    (void)state;
    static const char lines[] = "--strict -g 20 A4:0.1 -o a.wav\nA4:0.1 -o b.wav\n";
    need_tar();
    make_file("lines", lines, sizeof lines - 1);
    done("\"$WT\" batch lines -k --to a.tar 2>told; [ $? = 1 ] && grep -q clipped told && "
         "[ \"$(tar tf a.tar | tr '\\n' ' ')\" = 'a.wav a.json b.wav b.json ' ] && "
         "tar xOf a.tar a.json | grep -q '\"status\":1'");
    empty_folder();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_tar_holds_each_sound_and_its_label_in_order),
        cmocka_unit_test(no_byte_depends_on_threads_pipes_or_company),
        cmocka_unit_test(names_in_a_stream_are_no_files),
        cmocka_unit_test(shards_concatenate),
        cmocka_unit_test(a_stream_that_was_killed_is_completed_to_the_byte),
        cmocka_unit_test(an_array_has_a_row_for_each_item),
        cmocka_unit_test(an_array_of_no_rows_is_one),
        cmocka_unit_test(what_strict_fails_stays_in_the_stream),
    };
    return cmocka_run_group_tests_name("data set", tests, enter_folder, leave_folder);
}
