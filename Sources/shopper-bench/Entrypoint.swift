// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Measures the product, and plays real data through it.
///
/// Never shipped.
@main
struct ShopperBench: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shopper-bench",
    abstract: "Measures Mystery Shopper, and plays real data through it.",
    subcommands: [
      BadLine.self, Bench.self, FieldWork.self, Kills.self, ReplayHistory.self,
    ]
  )
}
