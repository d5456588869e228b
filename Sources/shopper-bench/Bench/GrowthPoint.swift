// SPDX-License-Identifier: Apache-2.0

import CommandLine

/// What a hub does when it holds so many observations.
struct GrowthPoint: Codable {
  let observations: Int
  /// Observations pushed in a second, by twenty laptops in batches of 500 changes.
  let pushRate: Double
  /// Milliseconds until a batch was answered: the median.
  let batchMedian: Double
  /// The same: the 95th percentile.
  let batchLate: Double
  /// The hub's processor time for one observation.
  let processorMicroseconds: Double
  /// Milliseconds of a push of 104 changes to a hub that has nothing else to do.
  let smallPush: Double
  /// Milliseconds of a pull of 104 changes at the log's end.
  let pull: Double
  /// Milliseconds of a pull that brings nothing.
  let emptyPull: Double
  /// The hub's greatest memory (PSS) under the pushes.
  let hubMebibytes: Double
  /// The bytes of the hub's files for each observation.
  let fileBytes: Double
  /// The cores that other work used meanwhile.
  let foreignCores: Double

  /// The row of a table.
  var cells: [String] {
    [
      "\(observations)", "\(Int(pushRate.rounded()))", text(batchMedian), text(batchLate),
      text(processorMicroseconds), text(smallPush), text(pull), text(emptyPull),
      text(hubMebibytes), text(fileBytes), text(foreignCores),
    ]
  }

  private func text(_ number: Double) -> String {
    "\((number * 100).rounded() / 100)"
  }
}

extension [GrowthPoint] {
  /// Prints a row for each.
  func tell() {
    guard !isEmpty else { return }
    TextOutput.table(
      map(\.cells),
      headings: [
        "observations", "pushed/s", "batch ms", "95 % ms", "hub µs each", "push 104 ms",
        "pull 104 ms", "empty pull ms", "hub MiB", "file B each", "foreign cores",
      ]
    )
    TextOutput.line()
  }

  /// The last point beside the first, and the memory at each.
  var figures: [Figure] {
    guard let first, let last else { return [] }
    let names = "at \(last.observations) over at \(first.observations)"
    let foreign = map(\.foreignCores).max() ?? 0
    return [
      Figure(
        "push rate \(names)",
        "",
        [last.pushRate / first.pushRate],
        target: .atLeast(0.8),
        foreignCores: foreign
      ),
      Figure(
        "pull of 104 changes \(names)",
        "",
        [last.pull / first.pull],
        target: .atMost(1.2),
        foreignCores: foreign
      ),
    ]
      + map { point in
        Figure(
          "greatest memory of the hub (PSS) at \(point.observations)",
          "MiB",
          [point.hubMebibytes],
          target: .atMost(60)
        )
      }
  }

  /// Draws the rate of pushes and the time of a pull into a folder.
  func draw(into folder: String) throws {
    guard let first else { return }
    let rate = LinePlot(
      title: "Durable push while the hub grows",
      across: "observations that the hub holds",
      upward: "observations pushed, 1/s",
      limitName: "0.8 of the first",
      limit: 0.8 * first.pushRate,
      points: map { ($0.observations, $0.pushRate) }
    )
    try rate.write(to: folder + "/growth-push.svg")
    let pull = LinePlot(
      title: "Pull of 104 changes while the hub grows",
      across: "observations that the hub holds",
      upward: "time of a pull, ms",
      limitName: "1.2 of the first",
      limit: 1.2 * first.pull,
      points: map { ($0.observations, $0.pull) }
    )
    try pull.write(to: folder + "/growth-pull.svg")
  }
}
