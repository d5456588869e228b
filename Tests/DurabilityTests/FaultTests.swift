// SPDX-License-Identifier: Apache-2.0

import TestSupport
import Testing

/// A fault comes at the first call that changes the disk, at the second, until none comes: about
/// 360 calls in a laptop's life, 340 in a hub's.
@Suite("Whatever call to the disk fails, what was confirmed is there and work goes on")
struct FaultTests {
  @Test(arguments: FaultyFolder.Fault.allCases)
  func `at every call of a laptop's store`(fault: FaultyFolder.Fault) async throws {
    let calls = try await FaultLoop(LaptopLife()).run(fault)
    #expect(calls > 250)
  }

  @Test(arguments: FaultyFolder.Fault.allCases)
  func `at every call of a hub's store`(fault: FaultyFolder.Fault) async throws {
    let calls = try await FaultLoop(HubLife()).run(fault)
    #expect(calls > 280)
  }

  @Test func `and a store is not taken for a copy of itself after the power failed`() async throws {
    let life = LaptopLife(stepsMaximum: 4, isWitnessed: true)
    let calls = try await FaultLoop(life, stepsPerStage: 4).run(.powerLoss)
    #expect(calls > 100)
  }
}
