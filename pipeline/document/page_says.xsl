<?xml version="1.0" encoding="UTF-8"?>
<!-- What a page's main part says, in the marks of word_says.xsl. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform" xmlns:h="http://www.w3.org/1999/xhtml">
  <xsl:output method="text" encoding="UTF-8"/>
  <xsl:template match="/"><xsl:apply-templates select="h:html/h:body/h:main/*"/></xsl:template>
  <xsl:template match="h:table"><xsl:apply-templates select="h:caption"/>&#xFDD1;<xsl:apply-templates select="*/h:tr"/>&#xFDD4;</xsl:template>
  <xsl:template match="h:tr">&#xFDD2;<xsl:apply-templates select="h:th|h:td"/></xsl:template>
  <xsl:template match="h:th|h:td">&#xFDD3;<xsl:apply-templates select="*"/></xsl:template>
  <xsl:template match="h:p|h:h1|h:h2|h:h3|h:h4|h:h5|h:li|h:caption">&#xFDD0;<xsl:apply-templates/></xsl:template>
  <!-- An empty paragraph outside tables says nothing; a hidden caption repeats the title for those who cannot see it. -->
  <xsl:template match="h:main/h:p[not(.//text())]" priority="1"/>
  <xsl:template match="h:caption[@class = 'hidden']" priority="1"/>
  <xsl:template match="h:br"><xsl:text>&#10;</xsl:text></xsl:template>
  <xsl:template match="text()"><xsl:value-of select="."/></xsl:template>
</xsl:stylesheet>
