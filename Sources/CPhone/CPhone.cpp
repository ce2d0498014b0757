#include "CPhone.h"

#include <phonenumbers/phonemetadata.pb.h>
#include <phonenumbers/phonenumberutil.h>

#include <string>

// The numbering plans that libphonenumber carries, as a serialised PhoneMetadataCollection. It
// exports them, but no header says so.
namespace i18n {
namespace phonenumbers {
int metadata_size();
const void *metadata_get();
}  // namespace phonenumbers
}  // namespace i18n

namespace {

using i18n::phonenumbers::PhoneMetadata;
using i18n::phonenumbers::PhoneMetadataCollection;
using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberDesc;
using i18n::phonenumbers::PhoneNumberUtil;

// Never destroyed: threads may still ask while the process exits.
const PhoneNumberUtil &util() {
  static const PhoneNumberUtil *shared = PhoneNumberUtil::GetInstance();
  return *shared;
}

const PhoneMetadataCollection &plans() {
  static const PhoneMetadataCollection *shared = [] {
    auto *collection = new PhoneMetadataCollection;
    collection->ParseFromArray(
        i18n::phonenumbers::metadata_get(), i18n::phonenumbers::metadata_size());
    return collection;
  }();
  return *shared;
}

// Runs `work`; the C face has no exceptions, so that one of the library's (out of memory) turns
// into `otherwise`.
template <typename Result, typename Work>
Result guarded(Result otherwise, Work work) {
  try {
    return work();
  } catch (...) {
    return otherwise;
  }
}

// Possible lengths as bits. None means those of the general description; -1 means no number at all.
uint32_t lengths_of(const PhoneNumberDesc &desc, uint32_t inherited) {
  if (desc.possible_length_size() == 0) return inherited;
  uint32_t bits = 0;
  for (int length : desc.possible_length())
    if (length > 0 && length < 32) bits |= 1u << length;
  return bits;
}

void visit_region(const PhoneMetadata &plan, int region, void *context, cphone_plan_visitor visit) {
  uint32_t possible = lengths_of(plan.general_desc(), 0xFFFFFFFF);
  auto hand_over = [&](const PhoneNumberDesc &desc, bool general) {
    const std::string &pattern = desc.national_number_pattern();
    uint32_t lengths = lengths_of(desc, possible);
    if (pattern.empty() || lengths == 0) return;
    visit(context, region, general, pattern.data(), pattern.size(), lengths);
  };
  hand_over(plan.general_desc(), true);
  // The kinds that PhoneNumberUtil::GetNumberType tells apart: a number of none of them is unknown.
  for (const PhoneNumberDesc *desc :
       {&plan.premium_rate(), &plan.toll_free(), &plan.shared_cost(), &plan.voip(),
        &plan.personal_number(), &plan.pager(), &plan.uan(), &plan.voicemail(), &plan.fixed_line(),
        &plan.mobile()})
    hand_over(*desc, false);
}

bool is_digits(const std::string &text) {
  return text.find_first_not_of("0123456789") == std::string::npos;
}

// Whether no other region with the same country code comes before this one.
bool is_main(const PhoneMetadata &plan) {
  if (plan.main_country_for_code()) return true;
  for (const PhoneMetadata &other : plans().metadata())
    if (other.country_code() == plan.country_code() && other.id() != plan.id()) return false;
  return true;
}

PhoneNumber make_number(int code, uint64_t national, int leading_zeros) {
  PhoneNumber number;
  number.set_country_code(code);
  number.set_national_number(national);
  if (leading_zeros > 0) {
    number.set_italian_leading_zero(true);
    number.set_number_of_leading_zeros(leading_zeros);
  }
  return number;
}

cphone_parse_result failure(PhoneNumberUtil::ErrorType error) {
  switch (error) {
    case PhoneNumberUtil::INVALID_COUNTRY_CODE_ERROR: return CPHONE_BAD_CODE;
    case PhoneNumberUtil::TOO_SHORT_AFTER_IDD:
    case PhoneNumberUtil::TOO_SHORT_NSN: return CPHONE_PARSED_TOO_SHORT;
    case PhoneNumberUtil::TOO_LONG_NSN: return CPHONE_PARSED_TOO_LONG;
    default: return CPHONE_NOT_A_NUMBER;
  }
}

}  // namespace

cphone_length cphone_check_length(int code, int digits) {
  return guarded(CPHONE_NO_SUCH_CODE, [&] {
    if (digits < 1 || digits > 18) return digits < 1 ? CPHONE_TOO_SHORT : CPHONE_TOO_LONG;
    // Benin put 01 before all its numbers on 30 November 2024, which older tables do not know.
    if (code == 229 && digits == 10) return CPHONE_POSSIBLE;
    // Only the length of the number counts, so that any of that length will do.
    uint64_t probe = 1;
    for (int i = 1; i < digits; i++) probe = probe * 10 + 1;
    switch (util().IsPossibleNumberForTypeWithReason(
        make_number(code, probe, 0), PhoneNumberUtil::UNKNOWN)) {
      case PhoneNumberUtil::IS_POSSIBLE: return CPHONE_POSSIBLE;
      case PhoneNumberUtil::INVALID_COUNTRY_CODE: return CPHONE_NO_SUCH_CODE;
      // Without an area code nobody can be reached from elsewhere.
      case PhoneNumberUtil::IS_POSSIBLE_LOCAL_ONLY:
      case PhoneNumberUtil::TOO_SHORT: return CPHONE_TOO_SHORT;
      case PhoneNumberUtil::TOO_LONG: return CPHONE_TOO_LONG;
      case PhoneNumberUtil::INVALID_LENGTH: return CPHONE_IMPOSSIBLE_LENGTH;
    }
    return CPHONE_NO_SUCH_CODE;
  });
}

int cphone_region_code(const char *region) {
  return guarded(0, [&] { return util().GetCountryCodeForRegion(region); });
}

cphone_parse_result cphone_parse(
    const char *text, size_t length, const char *region, uint64_t *e164) {
  return guarded(CPHONE_FAILED, [&] {
    PhoneNumber number;
    auto error = util().Parse(std::string(text, length), region, &number);
    if (error != PhoneNumberUtil::NO_PARSING_ERROR) return failure(error);
    std::string written;
    util().Format(number, PhoneNumberUtil::E164, &written);
    // E.164 has 15 digits at most; 18 still fit.
    if (written.size() < 2 || written.size() > 19) return CPHONE_PARSED_TOO_LONG;
    *e164 = std::stoull(written.substr(1));
    return CPHONE_PARSED;
  });
}

cphone_dialling cphone_dialling_of(const char *region) {
  return guarded(cphone_dialling{}, [&] {
    cphone_dialling dialling{};
    for (const PhoneMetadata &plan : plans().metadata())
      if (plan.id() == region && is_main(plan)) {
        const std::string &trunk = plan.national_prefix_for_parsing();
        const std::string &international = plan.international_prefix();
        dialling.is_simple = trunk.size() <= 1 && is_digits(trunk) &&
                             plan.national_prefix_transform_rule().empty() &&
                             !international.empty() && is_digits(international) &&
                             international.size() < sizeof dialling.international;
        if (!dialling.is_simple) break;
        dialling.trunk = trunk.empty() ? 0 : trunk[0];
        international.copy(dialling.international, sizeof dialling.international - 1);
      }
    return dialling;
  });
}

cphone_manner cphone_manner_of(uint64_t e164) {
  return guarded(cphone_manner{false, false}, [&] {
    PhoneNumber number;
    if (util().Parse("+" + std::to_string(e164), "ZZ", &number) !=
        PhoneNumberUtil::NO_PARSING_ERROR)
      return cphone_manner{false, false};
    auto type = util().GetNumberType(number);
    std::string region, prefix, written;
    util().GetRegionCodeForNumber(number, &region);
    util().GetNddPrefixForRegion(region, true, &prefix);
    util().Format(number, PhoneNumberUtil::NATIONAL, &written);
    util().NormalizeDigitsOnly(&written);
    return cphone_manner{
        type == PhoneNumberUtil::MOBILE || type == PhoneNumberUtil::FIXED_LINE_OR_MOBILE,
        !prefix.empty() && written.compare(0, prefix.size(), prefix) == 0};
  });
}

bool cphone_visit_plan(int code, void *context, cphone_plan_visitor visit) {
  return guarded(false, [&] {
    if (plans().metadata_size() == 0) return false;
    int region = 0;
    for (const PhoneMetadata &plan : plans().metadata())
      if (plan.country_code() == code) visit_region(plan, region++, context, visit);
    return region > 0;
  });
}

bool cphone_is_known(int code, uint64_t national, int leading_zeros) {
  return guarded(
      true, [&] { return util().IsValidNumber(make_number(code, national, leading_zeros)); });
}
