FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY pom.xml ./
COPY .mvn .mvn
COPY sql sql
COPY docs/openapi.yaml docs/asyncapi.yaml docs/
COPY src/main src/main
RUN --mount=type=cache,target=/root/.m2 mvn -B -DskipEmbedded -DskipTests package

FROM eclipse-temurin:25-jre
WORKDIR /guildhall
COPY --from=build /build/target/guildhall.jar /build/src/main/image/start.sh ./
# Halves the CPU time of a start. The path of the jar is written as start.sh does it: the JVM compares both.
RUN java -XX:AOTCacheOutput=guildhall.aot -cp ./guildhall.jar dev.guildhall.app.TrainingRun
# Not root, and without a name: Kubernetes can see by the number that it is not root.
USER 10001:10001
EXPOSE 8080
# A node listens only after the migrations, which may take minutes on large tables.
# By bash alone: neither a JVM every ten seconds, nor a curl that the next base image may not have.
HEALTHCHECK --interval=10s --timeout=3s --start-period=15m --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/${PORT:-8080} && printf 'GET /health/live HTTP/1.0\\r\\n\\r\\n' >&3 && read -r _ status _ <&3 && [ \"$status\" = 200 ]"]
# Divides the container's memory, and becomes the JVM.
ENTRYPOINT ["sh", "start.sh"]
