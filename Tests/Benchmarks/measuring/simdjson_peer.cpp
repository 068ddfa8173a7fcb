// What simdjson needs on one thread for the smaller aggregation, validating little: close to the limit of the machine.
#include <simdjson.h>

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>
#include <vector>

struct Sums {
  size_t operations = 0, failures = 0, fallbacks = 0;
  double cost = 0;
  std::vector<double> durations;

  double quantile(double share) {
    if (durations.empty()) return 0;
    auto place = durations.begin() + static_cast<long>(share * (durations.size() - 1));
    std::nth_element(durations.begin(), place, durations.end());
    return *place;
  }
};

int main(int count, char **arguments) {
  if (count != 2) {
    fprintf(stderr, "usage: simdjson_peer FILE\n");
    return 2;
  }
  using namespace simdjson;
  padded_string text;
  if (padded_string::load(arguments[1]).get(text)) {
    fprintf(stderr, "%s: cannot be read\n", arguments[1]);
    return 1;
  }
  ondemand::parser parser;
  ondemand::document_stream records;
  if (parser.iterate_many(text, 1 << 20).get(records)) return 1;
  std::map<std::string, Sums, std::less<>> wrappers;
  size_t faults = 0;
  for (auto record : records) {
    std::string_view wrapper;
    if (record["wrapper_name"].get_string().get(wrapper)) {
      faults++;
      continue;
    }
    auto found = wrappers.find(wrapper);
    if (found == wrappers.end()) found = wrappers.emplace(std::string(wrapper), Sums()).first;
    Sums &sums = found->second;
    double duration = 0, cost = 0;
    bool success = true, fallback = false;
    if (!record["duration_ms"].get_double().get(duration)) sums.durations.push_back(duration);
    if (!record["success"].get_bool().get(success)) sums.failures += !success;
    if (!record["fallback_used"].get_bool().get(fallback)) sums.fallbacks += fallback;
    if (!record["cost_estimate"].get_double().get(cost)) sums.cost += cost;
    sums.operations++;
  }
  for (auto &[name, sums] : wrappers)
    printf("%s %zu %zu %zu %.6f %.3f %.3f\n", name.c_str(), sums.operations, sums.failures, sums.fallbacks, sums.cost,
           sums.quantile(0.5), sums.quantile(0.99));
  fprintf(stderr, "%zu faults\n", faults);
}
