@echo off
rem Runs the pinned Maven: from the cache, from the distribution URL, or by an installed mvn from its Maven repository.
rem MVNW_REPOURL names a Maven repository to use instead of the URL.
setlocal
set "PROPERTIES=%~dp0.mvn\wrapper\maven-wrapper.properties"
for /f "usebackq tokens=1,* delims==" %%a in ("%PROPERTIES%") do (
  if "%%a"=="distributionUrl" set "URL=%%b"
  if "%%a"=="distributionSha512Sum" set "SUM=%%b"
)
for %%f in ("%URL%") do set "ARCHIVE=%%~nxf"
set "NAME=%ARCHIVE:-bin.tar.gz=%"
set "VERSION=%NAME:apache-maven-=%"
if defined MVNW_REPOURL set "URL=%MVNW_REPOURL%/org/apache/maven/apache-maven/%VERSION%/%ARCHIVE%"
if not defined MAVEN_USER_HOME set "MAVEN_USER_HOME=%USERPROFILE%\.m2"
set "CACHE=%MAVEN_USER_HOME%\wrapper\dists"
set "TARGET=%CACHE%\%NAME%-%SUM:~0,12%"
if exist "%TARGET%\bin\mvn.cmd" goto run

set "WORK=%CACHE%\fetch.%RANDOM%%RANDOM%"
mkdir "%WORK%" || goto unwritable
curl -fsSL --connect-timeout 10 -o "%WORK%\%ARCHIVE%" "%URL%" 2>nul
if not exist "%WORK%\%ARCHIVE%" (
  pushd "%WORK%"
  call mvn -q -B dependency:copy "-DoutputDirectory=%WORK%" "-Dartifact=org.apache.maven:apache-maven:%VERSION%:tar.gz:bin" >nul 2>nul
  popd
)
if not exist "%WORK%\%ARCHIVE%" (
  echo mvnw: Maven %VERSION% is neither cached, nor at %URL%, nor to be had by an installed mvn 1>&2
  goto failed
)
certutil -hashfile "%WORK%\%ARCHIVE%" SHA512 | findstr /i /x "%SUM%" >nul
if errorlevel 1 (
  echo mvnw: %ARCHIVE% does not have the SHA-512 that %PROPERTIES% names 1>&2
  goto failed
)
tar -xzf "%WORK%\%ARCHIVE%" -C "%WORK%" || goto failed
move "%WORK%\%NAME%" "%TARGET%" >nul
rmdir /s /q "%WORK%"

:run
"%TARGET%\bin\mvn.cmd" %*
exit /b %ERRORLEVEL%

:unwritable
echo mvnw: cannot write %CACHE% 1>&2
exit /b 1

:failed
rmdir /s /q "%WORK%"
exit /b 1
