// SPDX-License-Identifier: Apache-2.0

import Synchronization

/// Counts what the hub does, for monitoring; nothing of what it holds.
final class Meters: Sendable {
  private struct Request: Hashable, Comparable {
    let route: String
    let status: Int

    var labels: String { "{route=\"\(route)\",status=\"\(status)\"}" }

    static func < (left: Request, right: Request) -> Bool {
      (left.route, left.status) < (right.route, right.status)
    }
  }

  private struct State {
    var requests: [Request: (count: Int, seconds: Double)] = [:]
    var changes = 0
    var refused = 0
    var records = 0
  }

  private let state = Mutex(State())

  /// Counts an answered request.
  func count(route: String, status: Int, seconds: Double) {
    let request = Request(route: route, status: status)
    state.withLock { state in
      let sum = state.requests[request] ?? (0, 0)
      state.requests[request] = (sum.count + 1, sum.seconds + seconds)
    }
  }

  /// Counts changes taken, and among them those refused.
  func count(changes: Int, refused: Int) {
    state.withLock { state in
      state.changes += changes
      state.refused += refused
    }
  }

  /// Counts records handed out.
  func count(records: Int) {
    state.withLock { $0.records += records }
  }

  /// The counters in Prometheus' text format, version 0.0.4.
  func text(parked: Int) -> String {
    let (requests, changes, refused, records) = state.withLock {
      ($0.requests, $0.changes, $0.refused, $0.records)
    }
    var lines = ["# TYPE shopper_hub_requests_total counter"]
    let sorted = requests.sorted { $0.key < $1.key }
    lines += sorted.map { "shopper_hub_requests_total\($0.key.labels) \($0.value.count)" }
    lines.append("# TYPE shopper_hub_request_seconds_total counter")
    lines += sorted.map {
      "shopper_hub_request_seconds_total\($0.key.labels) \($0.value.seconds)"
    }
    lines += [
      "# TYPE shopper_hub_changes_total counter", "shopper_hub_changes_total \(changes)",
      "# TYPE shopper_hub_refused_total counter", "shopper_hub_refused_total \(refused)",
      "# TYPE shopper_hub_records_sent_total counter", "shopper_hub_records_sent_total \(records)",
      "# TYPE shopper_hub_parked_pulls gauge", "shopper_hub_parked_pulls \(parked)",
    ]
    return lines.joined(separator: "\n") + "\n"
  }
}
