// SPDX-License-Identifier: Apache-2.0

import ArgumentParser

/// Plays the sync's histories, with every fault that the field knows, and looks what holds.
///
/// Never shipped.
@main
struct ShopperSimulate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "shopper-simulate",
    abstract: "Plays histories of the sync under faults, and checks what must hold."
  )
}
