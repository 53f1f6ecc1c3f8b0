package dev.guildhall.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.guildhall.support.Contract;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.parallel.Isolated;

/** A response in the contract that no test has received may not exist, so every response must occur in some test. */
@Isolated("It checks what all other tests have received")
@Order(Integer.MAX_VALUE)
class ContractCoverageIT {
    @Test
    @Tag("WEB-2")
    @DisabledIfSystemProperty(named = "it.test", matches = ".+", disabledReason = "not all tests are run")
    void everyStatusOfEveryOperationWasExercised() {
        assertThat(Contract.get().unexercised()).isEmpty();
    }
}
