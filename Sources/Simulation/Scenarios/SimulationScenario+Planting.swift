#if PLANTED_BUGS
    import Brokers
    import Client
    package import Records

    extension SimulationScenario {
        /// Switches a bug on in whoever can have it, to see that the run catches it.
        package mutating func plant(_ bug: PlantedBug) {
            let bugs = PlantedBugs(bug)
            model.broker.plantedBugs = bugs
            model.controller.plantedBugs = bugs
            for index in producers.indices { producers[index].plantedBugs = bugs }
        }
    }
#endif
