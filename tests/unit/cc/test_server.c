/* SPDX-License-Identifier: MIT */
/* The server as a process: limits, malformed requests, many requests at once, its end. */
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "tests/unit/cc/server.h"

#define GOOD "kernel void k(global int *o) { o[get_global_id(0)] = 1; }"

/* The preprocessor walks through 2^60 tokens. */
#define ENDLESS                                                                                              \
    "#define A(x) x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x x\n"                         \
    "#define B(x) A(A(A(A(A(A(x))))))\n"                                                                     \
    "#if B(B(+)) 1\n#endif\n" GOOD

static void expect_good(struct server *server)
{
    struct answer answer;
    compile_source(server, GOOD, "", VG_STAGE_BUILD, &answer);
    assert_int_equal(answer.status, VG_WIRE_OK);
    answer_finish(&answer);
}

static bool is_answered(const struct answer *answer)
{
    struct pollfd pipe = {.fd = answer->pipe, .events = POLLIN};
    return poll(&pipe, 1, 0) == 1;
}

static void send_source(struct server *server, struct vg_wire_call call, const char *source,
                        struct answer *answer)
{
    struct vg_wire_part part = text_part(VG_SECTION_SOURCE, source);
    send_parts(server, call, &part, 1, answer);
}

static void a_compilation_without_end_is_ended(void **state)
{
    struct server server;
    struct answer answer;
    struct vg_wire_call call = call_of(VG_WIRE_COMPILE);
    call.timeout_ms = 300;
    call.memory_bytes = UINT64_C(16) << 30;
    server_start(&server);
    send_source(&server, call, ENDLESS, &answer);
    wait_answer(&answer);
    assert_int_equal(answer.status, VG_WIRE_TIMEOUT);
    answer_finish(&answer);
    expect_good(&server);
    assert_int_equal(server_stop(&server), 0);
}

static void a_compilation_that_eats_memory_is_ended(void **state)
{
    struct server server;
    struct answer answer;
    struct vg_wire_call call = call_of(VG_WIRE_COMPILE);
    call.timeout_ms = 60000;
    call.memory_bytes = UINT64_C(256) << 20;
    server_start(&server);
    send_source(&server, call, ENDLESS, &answer);
    wait_answer(&answer);
    assert_int_equal(answer.status, VG_WIRE_MEMORY);
    answer_finish(&answer);
    expect_good(&server);
    assert_int_equal(server_stop(&server), 0);
}

static void malformed_requests_are_refused(void **state)
{
    struct server server;
    struct answer answer;
    struct vg_wire_call call = call_of(VG_WIRE_COMPILE);
    server_start(&server);

    send_bytes(&server, &call, sizeof call, "no container", 12, &answer);
    wait_answer(&answer);
    assert_int_equal(answer.status, VG_WIRE_BROKEN);
    answer_finish(&answer);

    send_bytes(&server, "short", 5, "", 0, &answer);
    wait_answer(&answer);
    assert_int_equal(answer.status, VG_WIRE_BROKEN);
    answer_finish(&answer);

    call.op = 99;
    send_source(&server, call, GOOD, &answer);
    wait_answer(&answer);
    assert_int_equal(answer.status, VG_WIRE_BROKEN);
    answer_finish(&answer);

    expect_good(&server);
    assert_int_equal(server_stop(&server), 0);
}

static void damaged_bitcode_is_refused(void **state)
{
    struct server server;
    struct answer answer;
    struct vg_wire_part parts[] = {text_part(VG_SECTION_BITCODE, "BC\xC0\xDEthis is not bitcode."),
                                   text_part(VG_SECTION_KERNEL, "k"), text_part(VG_SECTION_ISA, "avx2")};
    server_start(&server);
    send_parts(&server, call_of(VG_WIRE_CODE), parts, 3, &answer);
    wait_answer(&answer);
    assert_int_not_equal(answer.status, VG_WIRE_OK);
    answer_finish(&answer);
    expect_good(&server);
    assert_int_equal(server_stop(&server), 0);
}

static void many_requests_at_once_are_all_answered(void **state)
{
    enum { COUNT = 40 };
    struct server server;
    struct answer answers[COUNT];
    server_start(&server);
    for (unsigned i = 0; i < COUNT; i++)
        send_source(&server, call_of(VG_WIRE_COMPILE), i % 2 ? GOOD : "wrong", &answers[i]);
    for (unsigned i = COUNT; i-- > 0;) {
        wait_answer(&answers[i]);
        assert_int_equal(answers[i].status, i % 2 ? VG_WIRE_OK : VG_WIRE_REJECTED);
        answer_finish(&answers[i]);
    }
    assert_int_equal(server_stop(&server), 0);
}

static void a_request_that_was_given_up_does_not_block_others(void **state)
{
    struct server server;
    struct answer answers[16];
    struct vg_wire_call call = call_of(VG_WIRE_COMPILE);
    call.memory_bytes = UINT64_C(1) << 30;
    server_start(&server);
    for (unsigned i = 0; i < 16; i++) {
        send_source(&server, call, ENDLESS, &answers[i]);
        answer_finish(&answers[i]);
    }
    expect_good(&server);
    assert_int_equal(server_stop(&server), 0);
}

/* The first request keeps the only CPU's place taken until the others are there. */
static void a_request_that_is_waited_for_comes_next(void **state)
{
    struct server server;
    struct answer busy, other, wanted;
    struct vg_wire_call call = call_of(VG_WIRE_COMPILE);
    cpu_set_t one;
    CPU_ZERO(&one);
    CPU_SET(sched_getcpu(), &one);
    assert_int_equal(sched_setaffinity(0, sizeof one, &one), 0);
    call.timeout_ms = 500;
    server_start(&server);
    send_source(&server, call, ENDLESS, &busy);
    send_source(&server, call, ENDLESS, &other);
    send_source(&server, call, GOOD, &wanted);
    hurry_answer(&server, &wanted);
    wait_answer(&wanted);
    assert_int_equal(wanted.status, VG_WIRE_OK);
    assert_false(is_answered(&other));
    wait_answer(&other);
    wait_answer(&busy);
    assert_int_equal(other.status, VG_WIRE_TIMEOUT);
    assert_int_equal(busy.status, VG_WIRE_TIMEOUT);
    hurry_answer(&server, &wanted); /* too late, which is no harm */
    answer_finish(&busy);
    answer_finish(&other);
    answer_finish(&wanted);
    expect_good(&server);
    assert_int_equal(server_stop(&server), 0);
}

static void a_removed_directory_does_no_harm(void **state)
{
    struct server server;
    char folder[] = "/tmp/vgpu-cc-XXXXXX";
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    assert_int_equal(rmdir(folder), 0);
    server_start(&server);
    expect_good(&server);
    assert_int_equal(server_stop(&server), 0);
}

static void an_interrupt_from_the_terminal_is_not_meant_for_it(void **state)
{
    struct server server;
    server_start(&server);
    expect_good(&server);
    assert_int_equal(kill(server.process, SIGINT), 0);
    expect_good(&server);
    assert_int_equal(server_stop(&server), 0);
}

static void it_leaves_when_the_socket_closes(void **state)
{
    struct server server;
    struct answer answer;
    server_start(&server);
    send_source(&server, call_of(VG_WIRE_COMPILE), ENDLESS, &answer);
    uint64_t start = vg_now_ns();
    assert_int_equal(server_stop(&server), 0);
    assert_true(vg_now_ns() - start < UINT64_C(20000000000));
    answer_finish(&answer);
}

VG_TESTS(test_server, cmocka_unit_test(a_compilation_without_end_is_ended),
         cmocka_unit_test(a_compilation_that_eats_memory_is_ended),
         cmocka_unit_test(malformed_requests_are_refused), cmocka_unit_test(damaged_bitcode_is_refused),
         cmocka_unit_test(many_requests_at_once_are_all_answered),
         cmocka_unit_test(a_request_that_was_given_up_does_not_block_others),
         cmocka_unit_test(a_request_that_is_waited_for_comes_next),
         cmocka_unit_test(a_removed_directory_does_no_harm),
         cmocka_unit_test(an_interrupt_from_the_terminal_is_not_meant_for_it),
         cmocka_unit_test(it_leaves_when_the_socket_closes));
