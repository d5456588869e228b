// SPDX-License-Identifier: Apache-2.0

import CommandLine
import FieldModel
import Foundation
import LocalStore
import SyncClient
import SyncProtocol

/// Small pushes and pulls on a hub that holds the workload.
struct SmallRounds {
  private static let repetitions = 20
  private static let size = 100

  let stage: BenchStage
  let count: Int

  func figures() throws -> [Figure] {
    let laptop = stage.laptops[0]
    let (shopper, reader) = (try Line(laptop), try Line(stage.newcomer))
    var pushes: [Double] = []
    var pulls: [Double] = []
    var bytes: [Double] = []
    var cursor = try stage.newcomer.store.read { try $0.standing().cursor }
    let tours = Moments(count + SmallRounds.repetitions * SmallRounds.size * Moments.shoppers)
      .tours[0].suffix(SmallRounds.repetitions * 9)
    var rest = tours[...]
    for _ in 0..<SmallRounds.repetitions {
      try Moments.record(Array(rest.prefix(8)), on: laptop)
      rest = rest.dropFirst(8)
      for push in try laptop.readyPushes(on: shopper) {
        pushes.append(try shopper.perform(push).milliseconds)
      }
      try laptop.sync()
      let page = try reader.pull(since: cursor)
      pulls.append(page.exchange.milliseconds)
      bytes.append(Double(page.exchange.bytes) / Double(page.response.records.count))
      cursor = Array(page.response.cursor)
    }
    var empty: [Double] = []
    var emptyBytes = 0
    for _ in 0..<200 {
      let page = try reader.pull(since: cursor)
      empty.append(page.exchange.milliseconds)
      emptyBytes = page.exchange.bytes
    }
    let floor = try HTTPFloor().roundTrips(200)
    return [
      Figure("push of 104 changes, durable", "ms", [median(pushes)], target: .atMost(5)),
      Figure("pull of 104 changes", "ms", [median(pulls)], target: .atMost(2)),
      Figure("pull of 104 changes, each", "B", [median(bytes)], target: .atMost(150)),
      Figure(
        "empty pull",
        "ms",
        [median(empty)],
        limit: [median(floor)],
        "a bare server's answer",
        target: .atMost(0.2)
      ),
      Figure("empty pull, head and body", "B", [Double(emptyBytes)], target: .atMost(200)),
    ]
  }

  private func median(_ values: [Double]) -> Double { Sample(values).quantile(0.5) }
}
