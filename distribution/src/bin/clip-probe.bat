@echo off
rem Starts clip-probe from an unpacked release. Options for Java go into CLIPPROBE_JAVA_OPTS.
setlocal
for %%I in ("%~dp0..") do set "CLIPPROBE_HOME=%%~fI"

set "CLIPPROBE_JAVA=java"
if defined JAVA_HOME if exist "%JAVA_HOME%\bin\java.exe" set "CLIPPROBE_JAVA=%JAVA_HOME%\bin\java.exe"
if "%CLIPPROBE_JAVA%"=="java" (
  where java >nul 2>&1
  if errorlevel 1 (
    echo clip-probe: expected Java 17 or newer, found none; install it or set JAVA_HOME 1>&2
    exit /b 1
  )
)

rem ONNX Runtime would report to its maker.
set "ORT_DISABLE_TELEMETRY=1"

"%CLIPPROBE_JAVA%" -Xshare:auto -XX:+UseParallelGC -Xms112m -XX:NewSize=96m -XX:MaxNewSize=96m "-Dclipprobe.home=%CLIPPROBE_HOME%" -Dclipprobe.terminal=true %CLIPPROBE_JAVA_OPTS% -jar "%CLIPPROBE_HOME%\app\clip-probe.jar" %*
exit /b %ERRORLEVEL%
