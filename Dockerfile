FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
# First what seldom changes, so that dependencies are fetched again only when the pom changes.
COPY pom.xml ./
COPY .mvn .mvn
RUN mvn -B -q -DskipEmbedded dependency:go-offline
COPY sql sql
COPY docs docs
COPY src/main src/main
RUN mvn -B -q -DskipEmbedded -DskipTests package

FROM eclipse-temurin:21-jre
WORKDIR /guildhall
COPY --from=build /build/target/guildhall.jar ./
# Not root, and without a name: Kubernetes can see by the number that it is not root.
USER 10001:10001
EXPOSE 8080
# A container has the machine to itself: three quarters of its memory may be heap, and a full heap ends it, to be started anew.
ENV JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=75 -XX:+ExitOnOutOfMemoryError"
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
  CMD ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx16m", "-cp", "guildhall.jar", "dev.guildhall.app.HealthCheck"]
ENTRYPOINT ["java", "-jar", "guildhall.jar"]
