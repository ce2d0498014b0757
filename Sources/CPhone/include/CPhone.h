// A plain C face over libphonenumber. No exception and no C++ type crosses it.
#ifndef CPHONE_H
#define CPHONE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// What a country says about the length of a number after its calling code.
typedef enum {
  CPHONE_POSSIBLE = 0,
  CPHONE_NO_SUCH_CODE = 1,
  CPHONE_TOO_SHORT = 2,
  CPHONE_TOO_LONG = 3,
  CPHONE_IMPOSSIBLE_LENGTH = 4,  // between the shortest and the longest, but none has it
} cphone_length;

// Whether numbers of `code` (a country calling code, 0...999) may have so many digits after it.
cphone_length cphone_check_length(int code, int digits);

// The calling code of an ISO 3166 region in upper case (`US` is 1), or 0 if there is no such region.
int cphone_region_code(const char *region);

typedef enum {
  CPHONE_PARSED = 0,
  CPHONE_NOT_A_NUMBER = 1,
  CPHONE_BAD_CODE = 2,
  CPHONE_PARSED_TOO_SHORT = 3,
  CPHONE_PARSED_TOO_LONG = 4,
  CPHONE_FAILED = 5,  // the library ran out of memory
} cphone_parse_result;

// Reads `text` as it is dialled in `region`. On CPHONE_PARSED, `e164` is the number without its +.
cphone_parse_result cphone_parse(
    const char *text, size_t length, const char *region, uint64_t *e164);

// How numbers are dialled from within a region.
typedef struct {
  // The digits below are all there is to it. Else patterns decide, or numbers change on the way.
  bool is_simple;
  char trunk;             // before numbers of the region itself, such as 0; 0 (NUL) for nothing
  char international[8];  // before country codes, such as 00
} cphone_dialling;

// `region`: as for cphone_parse. Not simple where other regions share its country code and another one is
// the main one of these.
cphone_dialling cphone_dialling_of(const char *region);

// What a number is for, and how it is written in its own country.
typedef struct {
  bool may_be_mobile;     // a mobile, or one of a country that does not tell mobiles from others
  bool has_trunk_prefix;  // digits are dialled before it that are no part of it, as 0 in 030 …
} cphone_manner;

// `e164`: without its +. Microseconds a number.
cphone_manner cphone_manner_of(uint64_t e164);

// Takes a regular expression for whole national numbers of one kind, or in `general` of all kinds, their
// possible lengths as bits (bit n: n digits), and a serial number of the region they belong to.
// `pattern` is valid during the call only.
typedef void (*cphone_plan_visitor)(
    void *context, int region, bool general, const char *pattern, size_t length, uint32_t lengths);

// Hands over what the numbering plan of `code` allows, one kind of number at a time. False if there is no
// such plan, or no memory.
bool cphone_visit_plan(int code, void *context, cphone_plan_visitor visit);

// Whether libphonenumber knows the number's range as one in use: what the tests hold against the plans that
// are visited, since Swift cannot call C++ here. Microseconds a number.
bool cphone_is_known(int code, uint64_t national, int leading_zeros);

#ifdef __cplusplus
}
#endif

#endif
